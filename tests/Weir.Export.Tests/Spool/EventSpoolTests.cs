using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Export.Tests.Spool;

public class EventSpoolTests
{
    [Fact]
    public async Task Append_Events_AreNumberedAndReadBackInOrder()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        Assert.Equal((1, 0), spool.Range);
        Assert.Equal(1, await spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None));
        Assert.Equal(50, await SpoolFolder.AppendAsync(spool, 2, 50));
        Assert.Equal((1, 50), spool.Range);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        List<SpooledEvent> read = await SpoolFolder.DrainAsync(spool, reader, 7);
        Assert.Equal(SpoolFolder.Ids(1, 50), SpoolFolder.Ids(read));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), read.Select(one => one.Sequence));
        Assert.Equal(EventJson.ToBytes(SpoolFolder.Event(50)).Length, read[^1].Bytes);
        Assert.Equal(50, spool.Statistics.Accepted);
        Assert.InRange(spool.Statistics.Commits, 1, 50);
        Assert.InRange(spool.Statistics.BytesWritten, 50 * 100, spool.Statistics.BytesOnDisk);
    }

    [Fact]
    public async Task Open_AgainAfterClosing_HoldsTheSameEventsByteForByte()
    {
        using SpoolFolder folder = new();
        List<SpooledEvent> before;
        await using (EventSpool spool = folder.Open(disk: new SpoolDisk()))
        {
            await SpoolFolder.AppendAsync(spool, 1, 20);
            before = SpoolFolder.All(spool);
        }

        await using EventSpool again = folder.Open();
        Assert.Equal(before.Select(one => EventJson.ToBytes(one.Event)), SpoolFolder.All(again).Select(one => EventJson.ToBytes(one.Event)));
        Assert.Equal(21, await again.AppendAsync(SpoolFolder.Event(21), CancellationToken.None));
        Assert.Single(folder.Segments());
    }

    [Fact]
    public async Task Append_SameIdAgain_GivesTheFirstSequenceAndOneEvent()
    {
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            ValueTask<long> first = spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None);
            ValueTask<long> second = spool.AppendAsync(SpoolFolder.Event(1, " other text"), CancellationToken.None);
            Assert.Equal(1, await first);
            Assert.Equal(1, await second);
            Assert.Equal(1, await spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None));
            Assert.Equal(2, spool.Statistics.Deduplicated);
        }

        await using EventSpool again = folder.Open();
        Assert.Equal(1, await again.AppendAsync(SpoolFolder.Event(1), CancellationToken.None));
        Assert.Equal("event 1", Assert.Single(SpoolFolder.All(again)).Event.Message);
    }

    [Fact]
    public async Task Append_IdsThatNeedEscapes_AreKnownAfterRestart()
    {
        using SpoolFolder folder = new();
        WeirEvent odd = SpoolFolder.Event(1) with { Id = "a\"b\\c<>&+'" };
        await using (EventSpool spool = folder.Open())
        {
            Assert.Equal(1, await spool.AppendAsync(odd, CancellationToken.None));
        }

        await using EventSpool again = folder.Open();
        Assert.Equal(1, await again.AppendAsync(odd, CancellationToken.None));
    }

    [Fact]
    public async Task Append_EventThatBreaksTheRules_IsRefusedAndCounted()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        await Assert.ThrowsAsync<ArgumentException>(async () => await spool.AppendAsync(SpoolFolder.Event(1) with { Id = "a b" }, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await spool.AppendAsync(
            SpoolFolder.Event(1) with { Fields = [new("a", FieldValue.Of(new string('x', 300_000)))] }, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await spool.AppendAsync(
            SpoolFolder.Event(1) with { Fields = [new("a", FieldValue.Of(new string('é', 200_000)))] }, CancellationToken.None));
        Assert.Equal(3, spool.Statistics.RefusedInvalid);
        Assert.Equal(1, await spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None));
    }

    [Fact]
    public async Task TryPost_QueueFull_RefusesAndCountsWithoutWaiting()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(folder.Options with { MaxQueuedEvents = 10 }, disk);
        disk.MaySync.Reset();
        int posted = Enumerable.Range(1, 25).Count(i => spool.TryPost(SpoolFolder.Event(i)));
        Assert.Equal(10, posted);
        Assert.Equal(15, spool.Statistics.RefusedFull);
        IOException refused = await Assert.ThrowsAsync<IOException>(async () => await spool.AppendAsync(SpoolFolder.Event(99), CancellationToken.None));
        Assert.Contains("queue", refused.Message, StringComparison.Ordinal);
        disk.MaySync.Set();
        Assert.True(await SpoolFolder.HoldsAsync(() => spool.Range.Last == 10));
        Assert.Equal(0, spool.Statistics.QueuedEvents);
        Assert.Equal(0, spool.Statistics.QueuedBytes);
        Assert.True(spool.TryPost(SpoolFolder.Event(11)));
    }

    [Fact]
    public async Task TryPost_MoreBytesThanTheQueueTakes_Refuses()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(folder.Options with { MaxQueuedBytes = 1_000_000 }, disk);
        disk.MaySync.Reset();
        string padding = new('x', 50_000);
        int posted = Enumerable.Range(1, 25).Count(i => spool.TryPost(SpoolFolder.Event(i, padding)));
        Assert.Equal(9, posted);
        disk.MaySync.Set();
    }

    [Fact]
    public async Task TryPost_Steady_AllocatesNothing()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(disk: disk);
        WeirEvent[] events = [.. Enumerable.Range(1, 6_000).Select(i => SpoolFolder.Event(i))];

        // Each of the queue's two lists grows once, whenever its turn comes; what an event allocates is allocated in every round.
        List<long> allocated = [];
        foreach (WeirEvent[] round in events.Chunk(1_000))
        {
            disk.MaySync.Reset();
            allocated.Add(AllocatedBy(spool, round));
            disk.MaySync.Set();
            Assert.True(await SpoolFolder.HoldsAsync(() => spool.Statistics.QueuedEvents == 0));
        }

        Assert.Contains(0, allocated);
    }

    [Fact]
    public async Task Append_ManyAtOnce_ShareCommits()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(disk: disk);
        await spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None);
        disk.MaySync.Reset();
        int before = disk.SegmentSyncs;
        Task<long>[] appends = [.. Enumerable.Range(2, 500).Select(i => spool.AppendAsync(SpoolFolder.Event(i), CancellationToken.None).AsTask())];
        Assert.DoesNotContain(appends, one => one.IsCompleted);
        disk.MaySync.Set();
        await Task.WhenAll(appends);
        Assert.InRange(disk.SegmentSyncs - before, 1, 3);
        Assert.Equal(Enumerable.Range(2, 500).Select(i => (long)i), appends.Select(one => one.Result));
    }

    [Fact]
    public async Task Read_BeforeTheSyncIsDone_SeesNothing()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(disk: disk);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        disk.MaySync.Reset();
        int before = disk.SegmentSyncs;
        Task<long> append = spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None).AsTask();
        ValueTask<IReadOnlyList<SpooledEvent>> read = reader.ReadAsync(10, 1_000, CancellationToken.None);
        Assert.True(await SpoolFolder.HoldsAsync(() => disk.SegmentSyncs > before));
        Assert.False(read.IsCompleted);
        Assert.Empty(spool.Peek(1, 10));
        disk.MaySync.Set();
        Assert.Single(await read);
        Assert.Equal(1, await append);
    }

    [Fact]
    public async Task Dispose_EventsWaiting_WritesThemFirst()
    {
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            for (int i = 1; i <= 3_000; i++)
            {
                Assert.True(spool.TryPost(SpoolFolder.Event(i)));
            }
        }

        await using EventSpool again = folder.Open();
        Assert.Equal(SpoolFolder.Ids(1, 3_000), SpoolFolder.Ids(SpoolFolder.All(again)));
    }

    [Fact]
    public async Task Dispose_AfterIt_NothingIsAccepted()
    {
        using SpoolFolder folder = new();
        EventSpool spool = folder.Open();
        ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        ValueTask<IReadOnlyList<SpooledEvent>> read = reader.ReadAsync(1, 1, CancellationToken.None);
        await spool.DisposeAsync();
        Assert.False(spool.TryPost(SpoolFolder.Event(1)));
        await Assert.ThrowsAsync<IOException>(async () => await spool.AppendAsync(SpoolFolder.Event(1), CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
        await spool.DisposeAsync();
    }

    [Fact]
    public async Task Open_FolderInUse_SaysSo()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        IOException refused = Assert.Throws<IOException>(() => folder.Open());
        Assert.Contains("another process uses it, perhaps another Weir", refused.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Files_AreTheOwnersAlone()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        await SpoolFolder.AppendAsync(spool, 1, 1);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: false);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        string[] files = Directory.GetFiles(folder.Path);
        Assert.Equal(["00000000000000000001.segment", "cursors.a", "cursors.b", "lock"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Open_WrongOptions_NamesEachOne()
    {
        using SpoolFolder folder = new();
        Assert.Empty(new SpoolOptions { Directory = "x" }.Validate());
        ArgumentException refused = Assert.Throws<ArgumentException>(() => folder.Open(folder.Options with { MaxBytes = 1, MaxAge = TimeSpan.Zero }));
        Assert.Contains("MaxBytes: 1: expected", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxAge", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SegmentOfANewerVersion_IsLeftAsItIs()
    {
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            await SpoolFolder.AppendAsync(spool, 1, 3);
        }

        byte[] bytes = MakeNewer(folder.Segments()[0]);
        Assert.Contains("newer Weir", Assert.Throws<IOException>(() => folder.Open()).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(folder.Segments()[0]));
    }

    [Fact]
    public async Task Append_TextThatIsNoUnicode_IsTheSameFromMemoryAndDisk()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open(folder.Options with { CachedEvents = 1 });
        await spool.AppendAsync(SpoolFolder.Event(1) with { Message = "a\uD800" }, CancellationToken.None);
        string fromMemory = spool.Peek(1, 1)[0].Event.Message;
        await spool.AppendAsync(SpoolFolder.Event(2), CancellationToken.None);
        Assert.Equal("a\uFFFD", fromMemory);
        Assert.Equal(fromMemory, spool.Peek(1, 1)[0].Event.Message);
    }

    [Fact]
    public async Task Append_Cancelled_EndsTheWaiting()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(disk: disk);
        disk.MaySync.Reset();
        using CancellationTokenSource cancel = new();
        Task<long> append = spool.AppendAsync(SpoolFolder.Event(1), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        disk.MaySync.Set();
    }

    private static long AllocatedBy(EventSpool spool, ReadOnlySpan<WeirEvent> events)
    {
        bool all = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (WeirEvent item in events)
        {
            all &= spool.TryPost(item);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(all, "an event was refused");
        return allocated;
    }

    /// <summary>Gives a segment the version after ours.</summary>
    internal static byte[] MakeNewer(string segment)
    {
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[8] = 2;
        BitConverter.TryWriteBytes(bytes.AsSpan(60), Crc32C.Of(bytes.AsSpan(0, 60)));
        File.WriteAllBytes(segment, bytes);
        return bytes;
    }
}
