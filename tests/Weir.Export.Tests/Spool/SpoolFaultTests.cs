using Weir.Export.Spool;

namespace Weir.Export.Tests.Spool;

public class SpoolFaultTests
{
    [Theory]
    [InlineData("full")]
    [InlineData("sync")]
    [InlineData("sync, cut")]
    public async Task DiskRefuses_ThenTakesAgain_LosesNothingThatWasAcceptedOrPosted(string fault)
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        SpoolOptions options = folder.Options with { RetryInterval = TimeSpan.FromMilliseconds(5) };
        await using (EventSpool spool = folder.Open(options, disk))
        {
            await SpoolFolder.AppendAsync(spool, 1, 5);
            disk.IsFull = fault == "full";
            disk.CannotSync = fault.StartsWith("sync", StringComparison.Ordinal);
            disk.CannotCut = fault.Contains("cut", StringComparison.Ordinal);
            IOException refused = await Assert.ThrowsAsync<IOException>(async () => await spool.AppendAsync(SpoolFolder.Event(100), CancellationToken.None));
            Assert.Contains(fault == "full" ? "No space left" : "Input/output error", refused.Message, StringComparison.Ordinal);
            for (int i = 6; i <= 15; i++)
            {
                Assert.True(spool.TryPost(SpoolFolder.Event(i)));
            }

            Assert.True(await SpoolFolder.HoldsAsync(() => spool.Statistics.FailedCommits > 3));
            Assert.NotNull(spool.Statistics.Trouble);
            Assert.Equal((1, 5), spool.Range);
            Assert.Equal(SpoolFolder.Ids(1, 5), SpoolFolder.Ids(SpoolFolder.All(spool)));
            disk.IsFull = disk.CannotSync = disk.CannotCut = false;
            Assert.Equal(16, await spool.AppendAsync(SpoolFolder.Event(16), CancellationToken.None));
            Assert.Null(spool.Statistics.Trouble);
            Assert.Equal(1, spool.Statistics.RefusedByDisk);
            Assert.Equal(16, spool.Statistics.Accepted);
            Assert.Equal(0, spool.Statistics.QueuedEvents);
            Assert.Equal(17, await spool.AppendAsync(SpoolFolder.Event(100), CancellationToken.None));
        }

        await using EventSpool again = folder.Open();
        Assert.Equal(SpoolFolder.Ids(1, 16).Append("e-100"), SpoolFolder.Ids(SpoolFolder.All(again)));
        Assert.Equal(0, again.Statistics.CorruptPlaces);
    }

    [Fact]
    public async Task DiskRefuses_KnownId_IsStillAnswered()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(folder.Options with { RetryInterval = TimeSpan.FromMilliseconds(5) }, disk);
        await SpoolFolder.AppendAsync(spool, 1, 2);
        disk.CannotSync = true;
        Assert.True(spool.TryPost(SpoolFolder.Event(3)));
        Assert.Equal(2, await spool.AppendAsync(SpoolFolder.Event(2), CancellationToken.None));
        disk.CannotSync = false;
        Assert.True(await SpoolFolder.HoldsAsync(() => spool.Range.Last == 3));
        Assert.Equal(3, spool.Statistics.Accepted);
    }

    [Fact]
    public async Task DiskFull_SegmentsThatEveryReaderIsDoneWith_MakeRoom()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(folder.Options with { RetryInterval = TimeSpan.FromMilliseconds(5) }, disk);
        using ISpoolReader fast = spool.OpenReader("fast", fromOldest: true);
        using ISpoolReader slow = spool.OpenReader("slow", fromOldest: true);
        await SpoolFolder.AppendAsync(spool, 1, 500, new string('x', 5_000));
        Assert.Equal(3, folder.Segments().Length);
        fast.Commit(500);
        disk.IsFull = true;
        Assert.True(spool.TryPost(SpoolFolder.Event(501)));
        Assert.True(await SpoolFolder.HoldsAsync(() => spool.Statistics.FailedCommits > 3));
        Assert.Equal(1, spool.Range.First);
        slow.Commit(250);
        Assert.True(await SpoolFolder.HoldsAsync(() => spool.Range.First > 1));
        Assert.InRange(spool.Range.First, 2, 251);
        disk.IsFull = false;
        Assert.True(await SpoolFolder.HoldsAsync(() => spool.Range.Last == 501));
        Assert.Equal(0, slow.Lost);
    }

    [Fact]
    public async Task DiskFull_PlacesOfReaders_AreKept()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new();
        await using EventSpool spool = folder.Open(disk: disk);
        await SpoolFolder.AppendAsync(spool, 1, 10);
        using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
        disk.IsFull = true;
        spool.TryPost(SpoolFolder.Event(11));
        reader.Commit(8);
        Assert.True(await SpoolFolder.HoldsAsync(() =>
        {
            using SpoolFolder left = folder.Copy();
            using CursorBook book = CursorBook.Open(left.Path, new SpoolDisk());
            return book.TryGet("a", out ReaderPlace place) && place.Committed == 8;
        }));
        disk.IsFull = false;
    }

    [Fact]
    public async Task Dispose_DiskStillRefuses_EndsAndWaitersAreTold()
    {
        using SpoolFolder folder = new();
        FaultyDisk disk = new() { CannotSync = true };
        EventSpool spool = folder.Open(folder.Options with { RetryInterval = TimeSpan.FromSeconds(30) }, disk);
        Assert.True(spool.TryPost(SpoolFolder.Event(1)));
        Assert.True(await SpoolFolder.HoldsAsync(() => spool.Statistics.FailedCommits > 0));
        Task<long> append = spool.AppendAsync(SpoolFolder.Event(2), CancellationToken.None).AsTask();
        await spool.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => append);
    }

    [Fact]
    public void Open_LockThatCannotBeWritten_LeavesNoFileOpen()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        using SpoolFolder folder = new();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "lock"), "/dev/full");
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<IOException>(() => folder.Open());
        }

        Assert.DoesNotContain("/dev/full", OpenFiles());
    }

    [Fact]
    public async Task Open_SegmentOfANewerVersion_LeavesNoFileOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            await SpoolFolder.AppendAsync(spool, 1, 2);
        }

        EventSpoolTests.MakeNewer(folder.Segments()[0]);
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<IOException>(() => folder.Open());
        }

        Assert.DoesNotContain(OpenFiles(), file => file.StartsWith(folder.Path, StringComparison.Ordinal));
    }

    private static List<string> OpenFiles() =>
        [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? "")];
}
