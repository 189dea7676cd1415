using Weir.Export.Spool;
using Weir.Testing;

namespace Weir.Export.Tests.Spool;

public class SpoolReaderTests
{
    private static readonly string Padding = new('x', 5_000);

    [Fact]
    public async Task OpenReader_NewOne_BeginsWithTheOldestOrTheNextEvent()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        await SpoolFolder.AppendAsync(spool, 1, 5);
        using ISpoolReader oldest = spool.OpenReader("oldest", fromOldest: true);
        using ISpoolReader next = spool.OpenReader("next", fromOldest: false);
        await SpoolFolder.AppendAsync(spool, 6, 7);
        Assert.Equal(SpoolFolder.Ids(1, 7), SpoolFolder.Ids(await SpoolFolder.DrainAsync(spool, oldest)));
        Assert.Equal(SpoolFolder.Ids(6, 7), SpoolFolder.Ids(await SpoolFolder.DrainAsync(spool, next)));
        Assert.Equal([("next", 2), ("oldest", 7)], spool.Statistics.Readers.Select(one => (one.Name, one.Waiting)));
    }

    [Fact]
    public async Task OpenReader_NewOneAfterACrash_BeginsWhereItWasOpened()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open(folder.Options with { CursorInterval = TimeSpan.FromMinutes(1) });
        await SpoolFolder.AppendAsync(spool, 1, 5);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: false);
        await SpoolFolder.AppendAsync(spool, 6, 8);

        // A copy of the files is what a kill leaves.
        using SpoolFolder left = folder.Copy();
        await using EventSpool again = left.Open();
        using ISpoolReader same = again.OpenReader("a", fromOldest: false);
        Assert.Equal(SpoolFolder.Ids(6, 8), SpoolFolder.Ids(await SpoolFolder.DrainAsync(again, same)));
    }

    [Fact]
    public async Task Commit_ThenRestart_GoesOnBehindIt()
    {
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            await SpoolFolder.AppendAsync(spool, 1, 10);
            using ISpoolReader reader = spool.OpenReader("a sink/with ünusual name", fromOldest: true);
            await reader.ReadAsync(10, 10_000, CancellationToken.None);
            reader.Commit(4);
            reader.Commit(2);
            Assert.Equal(4, reader.Committed);
            Assert.Equal(6, reader.Waiting);
        }

        await using EventSpool again = folder.Open();
        using ISpoolReader same = again.OpenReader("a sink/with ünusual name", fromOldest: true);
        Assert.Equal(4, same.Committed);
        Assert.Equal(SpoolFolder.Ids(5, 10), SpoolFolder.Ids(await SpoolFolder.DrainAsync(again, same)));
    }

    [Fact]
    public async Task Commit_WithoutClosing_IsOnDiskSoon()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        await SpoolFolder.AppendAsync(spool, 1, 10);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        reader.Commit(7);
        Assert.True(await SpoolFolder.HoldsAsync(() =>
        {
            using SpoolFolder left = folder.Copy();
            using CursorBook book = CursorBook.Open(left.Path, new SpoolDisk());
            return book.TryGet("a", out ReaderPlace place) && place.Committed == 7;
        }));
    }

    [Fact]
    public async Task Rewind_AfterReading_GivesTheSameEventsAgainFromMemoryAndDisk()
    {
        using SpoolFolder folder = new();
        foreach (int cached in (int[])[1, 1_000])
        {
            using SpoolFolder own = new();
            await using EventSpool spool = own.Open(own.Options with { CachedEvents = cached });
            await SpoolFolder.AppendAsync(spool, 1, 20);
            using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
            IReadOnlyList<SpooledEvent> first = await reader.ReadAsync(5, 100_000, CancellationToken.None);
            reader.Commit(2);
            await reader.ReadAsync(5, 100_000, CancellationToken.None);
            reader.Rewind();
            IReadOnlyList<SpooledEvent> again = await reader.ReadAsync(3, 100_000, CancellationToken.None);
            Assert.Equal(SpoolFolder.Ids(first.Skip(2)), SpoolFolder.Ids(again));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Read_BytesBound_IsKeptAndALargerEventComesAlone(int cached)
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open(folder.Options with { CachedEvents = cached });
        await SpoolFolder.AppendAsync(spool, 1, 9, Padding);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        Assert.Equal(2, (await reader.ReadAsync(100, 12_000, CancellationToken.None)).Count);
        Assert.Single(await reader.ReadAsync(100, 100, CancellationToken.None));
        Assert.Equal("e-4", (await reader.ReadAsync(1, 100_000, CancellationToken.None))[0].Event.Id);
    }

    [Fact]
    public async Task Read_NothingThere_WaitsForTheNextEventOrTheCancel()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        using CancellationTokenSource cancel = new();
        ValueTask<IReadOnlyList<SpooledEvent>> cancelled = reader.ReadAsync(1, 1, cancel.Token);
        Assert.False(cancelled.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        ValueTask<IReadOnlyList<SpooledEvent>> read = reader.ReadAsync(1, 1, CancellationToken.None);
        Assert.True(spool.TryPost(SpoolFolder.Event(1)));
        Assert.Equal("e-1", (await read)[0].Event.Id);
    }

    [Fact]
    public async Task OpenReader_OpenAlready_IsRefusedUntilItIsClosed()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        Assert.Throws<InvalidOperationException>(() => spool.OpenReader("a", fromOldest: true));
        reader.Dispose();
        reader.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync(1, 1, CancellationToken.None));
        spool.OpenReader("a", fromOldest: true).Dispose();
    }

    [Fact]
    public async Task RemoveReader_ThenOpen_IsANewOne()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        await SpoolFolder.AppendAsync(spool, 1, 5);
        ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        reader.Commit(3);
        spool.RemoveReader("a");
        reader.Commit(4);
        Assert.Empty(spool.Statistics.Readers);
        using ISpoolReader again = spool.OpenReader("a", fromOldest: false);
        Assert.Equal(5, again.Committed);
    }

    [Fact]
    public async Task Retention_BySize_RemovesTheOldestAndTellsEachReaderWhatItLost()
    {
        using SpoolFolder folder = new();
        await using EventSpool spool = folder.Open(folder.Options with { MaxBytes = 3_000_000, CachedEvents = 1 });
        using ISpoolReader slow = spool.OpenReader("slow", fromOldest: true);
        using ISpoolReader half = spool.OpenReader("half", fromOldest: true);
        await SpoolFolder.AppendAsync(spool, 1, 10, Padding);
        half.Commit((await half.ReadAsync(10, 1_000_000, CancellationToken.None))[^1].Sequence);
        ISpoolReader closed = spool.OpenReader("closed", fromOldest: true);
        closed.Commit(5);
        closed.Dispose();
        await SpoolFolder.AppendAsync(spool, 11, 1_500, Padding);
        (long first, long last) = spool.Range;
        Assert.Equal(1_500, last);
        Assert.InRange(first, 700, 1_200);
        Assert.InRange(spool.Statistics.BytesOnDisk, 1_500_000, 4_100_000);
        Assert.Equal(first - 1, spool.Statistics.RemovedEvents);
        Assert.Equal([("closed", first - 6), ("half", first - 11), ("slow", first - 1)], spool.Statistics.Readers.Select(one => (one.Name, one.Lost)));
        List<SpooledEvent> read = await SpoolFolder.DrainAsync(spool, slow);
        Assert.Equal(SpoolFolder.Ids(first, 1_500), SpoolFolder.Ids(read));
        Assert.Equal(first - 1, slow.Lost);
        slow.Rewind();
        await slow.ReadAsync(1, 1, CancellationToken.None);
        Assert.Equal(first - 1, slow.Lost);
    }

    [Fact]
    public async Task Retention_ByAge_CountsTimeThatWeirRunsAndNoClockStep()
    {
        using SpoolFolder folder = new();
        ManualTime time = new();
        await using (EventSpool spool = folder.Open(time: time))
        {
            await SpoolFolder.AppendAsync(spool, 1, 3);
            time.StepWall(TimeSpan.FromDays(4_000));
            await SpoolFolder.AppendAsync(spool, 4, 4);
            time.StepWall(TimeSpan.FromDays(-8_000));
            await SpoolFolder.AppendAsync(spool, 5, 5);
            Assert.Equal((1, 5), spool.Range);
            time.Advance(TimeSpan.FromHours(7));
            await SpoolFolder.AppendAsync(spool, 6, 6);
            Assert.True(await SpoolFolder.HoldsAsync(() => folder.Segments().Length == 2));
        }

        time.StepWall(TimeSpan.FromDays(4_000));
        await using EventSpool again = folder.Open(time: time);
        Assert.Equal((1, 6), again.Range);
        time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromHours(7));
        Assert.True(await SpoolFolder.HoldsAsync(() => again.Range.First > 6 || (again.TryPost(SpoolFolder.Event(7)) && again.Range.First > 6)));
        Assert.Equal(7, again.Range.First);
        Assert.Equal(6, again.Statistics.RemovedEvents);
    }

    [Fact]
    public async Task Retention_EverythingRemovedAndRestarted_NumbersGoOn()
    {
        using SpoolFolder folder = new();
        ManualTime time = new();
        await using (EventSpool spool = folder.Open(time: time))
        {
            await SpoolFolder.AppendAsync(spool, 1, 6);
            time.Advance(TimeSpan.FromHours(7));
            Assert.True(await SpoolFolder.HoldsAsync(() => folder.Segments().Length == 2));
            time.Advance(TimeSpan.FromDays(8));
            Assert.True(await SpoolFolder.HoldsAsync(() => spool.Range.First == 7));
        }

        await using EventSpool again = folder.Open(time: time);
        Assert.Equal((7, 6), again.Range);
        Assert.Empty(SpoolFolder.All(again));
        Assert.Equal(7, await again.AppendAsync(SpoolFolder.Event(7), CancellationToken.None));
    }
}
