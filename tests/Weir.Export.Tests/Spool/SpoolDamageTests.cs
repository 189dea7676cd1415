using System.Buffers.Binary;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Export.Tests.Spool;

public class SpoolDamageTests
{
    private const int Count = 5;

    [Fact]
    public async Task Open_TornAtEveryByteOfTheLastRecord_KeepsTheRestAndGoesOn()
    {
        using SpoolFolder whole = await FilledAsync();
        byte[] bytes = File.ReadAllBytes(whole.Segments()[0]);
        int lastRecord = SpoolRecord.HeaderSize + EventJson.ToBytes(SpoolFolder.Event(Count)).Length;
        for (int cut = 1; cut <= lastRecord; cut++)
        {
            using SpoolFolder torn = whole.Copy();
            File.WriteAllBytes(torn.Segments()[0], bytes[..^cut]);
            await using EventSpool spool = torn.Open();
            Assert.Equal(SpoolFolder.Ids(1, Count - 1), SpoolFolder.Ids(SpoolFolder.All(spool)));
            Assert.Equal(lastRecord - cut, spool.Statistics.TornBytes);
            Assert.Equal(0, spool.Statistics.CorruptPlaces);
            Assert.Equal(Count, await spool.AppendAsync(SpoolFolder.Event(Count), CancellationToken.None));
            Assert.Equal(SpoolFolder.Ids(1, Count), SpoolFolder.Ids(SpoolFolder.All(spool)));
        }
    }

    [Fact]
    public async Task Open_GarbageBehindTheLastRecord_IsCut()
    {
        using SpoolFolder folder = await FilledAsync();
        Random random = new(5);
        for (int i = 0; i < 30; i++)
        {
            using SpoolFolder torn = folder.Copy();
            byte[] garbage = new byte[random.Next(1, 5_000)];
            random.NextBytes(garbage);
            File.AppendAllBytes(torn.Segments()[0], garbage);
            await using EventSpool spool = torn.Open();
            Assert.Equal(garbage.Length, spool.Statistics.TornBytes);
            await SpoolFolder.AppendAsync(spool, Count + 1, Count + 2);
            Assert.Equal(SpoolFolder.Ids(1, Count + 2), SpoolFolder.Ids(SpoolFolder.All(spool)));
        }
    }

    [Fact]
    public async Task Read_EveryByteDamagedInTurn_LosesAtMostThatRecord()
    {
        using SpoolFolder whole = await FilledAsync();
        byte[] bytes = File.ReadAllBytes(whole.Segments()[0]);
        int[] starts = Starts(bytes);
        for (int at = 0; at < starts[Count - 1]; at++)
        {
            byte[] bad = [.. bytes];
            bad[at] ^= 0x55;
            using SpoolFolder folder = whole.Copy();
            File.WriteAllBytes(folder.Segments()[0], bad);
            await using EventSpool spool = folder.Open();
            int hit = Array.FindLastIndex(starts, start => start <= at) + 1;
            Assert.Equal(SpoolFolder.Ids(1, Count).Where((_, i) => i + 1 != hit), SpoolFolder.Ids(SpoolFolder.All(spool)));
            Assert.Equal(hit > 0 ? 1 : 0, spool.Statistics.CorruptPlaces);
            using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
            await SpoolFolder.DrainAsync(spool, reader);
            Assert.Equal(hit > 0 ? 1 : 0, reader.Lost);
            Assert.Equal(hit > 0 ? 1 : 0, spool.Statistics.CorruptPlaces);
        }
    }

    [Fact]
    public async Task Read_RandomDamageInManySegments_LosesOnlyWhatItHit()
    {
        const int Events = 1_200;
        string padding = new('y', 5_000);
        using SpoolFolder whole = new();
        await using (EventSpool spool = whole.Open())
        {
            await SpoolFolder.AppendAsync(spool, 1, Events, padding);
        }

        Random random = new(20261122);
        for (int round = 0; round < 6; round++)
        {
            using SpoolFolder folder = whole.Copy();
            HashSet<long> hit = [];
            foreach (string path in folder.Segments())
            {
                Damage(path, random, hit);
            }

            await using EventSpool spool = folder.Open();
            HashSet<string> left = [.. SpoolFolder.Ids(SpoolFolder.All(spool))];
            Assert.Equal(SpoolFolder.Ids(1, Events).Where((_, i) => !hit.Contains(i + 1)).ToHashSet(), left);
            using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
            reader.Commit(1);
            List<SpooledEvent> read = await SpoolFolder.DrainAsync(spool, reader, 1_000);
            Assert.Equal(left, SpoolFolder.Ids(read).ToHashSet());
            Assert.Equal(read.Select(one => one.Sequence).Order(), read.Select(one => one.Sequence));
        }
    }

    [Fact]
    public async Task Read_WholeSegmentMissing_CountsItsEventsAsLost()
    {
        string padding = new('y', 5_000);
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            await SpoolFolder.AppendAsync(spool, 1, 700, padding);
        }

        string[] segments = folder.Segments();
        Assert.InRange(segments.Length, 3, 5);
        long first = long.Parse(Path.GetFileNameWithoutExtension(segments[1]), System.Globalization.CultureInfo.InvariantCulture);
        long behind = long.Parse(Path.GetFileNameWithoutExtension(segments[2]), System.Globalization.CultureInfo.InvariantCulture);
        File.Delete(segments[1]);
        await using EventSpool again = folder.Open();
        using ISpoolReader reader = again.OpenReader("a", fromOldest: true);
        List<SpooledEvent> read = await SpoolFolder.DrainAsync(again, reader);
        Assert.Equal(SpoolFolder.Ids(1, first - 1).Concat(SpoolFolder.Ids(behind, 700)), SpoolFolder.Ids(read));
        Assert.Equal(behind - first, reader.Lost);
    }

    [Fact]
    public async Task Open_NewestSegmentGone_GivesNoNumberAgainThatAReaderHasSeen()
    {
        using SpoolFolder folder = new();
        await using (EventSpool spool = folder.Open())
        {
            await SpoolFolder.AppendAsync(spool, 1, 9);
            using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
            reader.Commit(9);
        }

        File.Delete(folder.Segments()[0]);
        await using EventSpool again = folder.Open();
        using ISpoolReader same = again.OpenReader("a", fromOldest: true);
        Assert.Equal(10, await again.AppendAsync(SpoolFolder.Event(10), CancellationToken.None));
        Assert.Equal("e-10", (await same.ReadAsync(1, 1, CancellationToken.None))[0].Event.Id);
        Assert.Equal(0, same.Lost);
    }

    [Fact]
    public async Task Open_EmptyOrHeaderlessNewestSegment_IsReplaced()
    {
        using SpoolFolder folder = await FilledAsync();
        foreach (int length in (int[])[0, 10, 63, 64])
        {
            using SpoolFolder left = folder.Copy();
            File.WriteAllBytes(Path.Combine(left.Path, SegmentCatalog.FileName(Count + 1)), new byte[length]);
            await using (EventSpool spool = left.Open())
            {
                await SpoolFolder.AppendAsync(spool, Count + 1, Count + 3);
            }

            await using EventSpool again = left.Open();
            Assert.Equal(SpoolFolder.Ids(1, Count + 3), SpoolFolder.Ids(SpoolFolder.All(again)));
        }
    }

    [Fact]
    public async Task OpenReader_AllCursorsDamaged_ReadsEverythingAgain()
    {
        using SpoolFolder folder = await FilledAsync();
        await using (EventSpool spool = folder.Open())
        {
            using ISpoolReader reader = spool.OpenReader("a", fromOldest: true);
            reader.Commit(5);
        }

        string[] cursors = Directory.GetFiles(folder.Path, "cursors.*");
        Array.ForEach(cursors, path => File.WriteAllBytes(path, [1, 2, 3]));
        await using EventSpool again = folder.Open();
        using ISpoolReader same = again.OpenReader("a", fromOldest: false);
        Assert.Equal(0, same.Committed);
    }

    private static async Task<SpoolFolder> FilledAsync()
    {
        SpoolFolder folder = new();
        await using EventSpool spool = folder.Open();
        await SpoolFolder.AppendAsync(spool, 1, Count);
        return folder;
    }

    // Where each record begins.
    private static int[] Starts(byte[] segment)
    {
        List<int> starts = [];
        int at = SegmentHeader.Size;
        while (at < segment.Length && SpoolRecord.TryReadHeader(segment.AsSpan(at), out int size, out _))
        {
            starts.Add(at);
            at += size;
        }

        return [.. starts];
    }

    // Never the last record of a file: damage there in the newest segment cannot be told from a torn write.
    private static void Damage(string path, Random random, HashSet<long> hit)
    {
        byte[] whole = File.ReadAllBytes(path);
        byte[] bytes = [.. whole];
        int[] starts = Starts(bytes);
        for (int i = random.Next(1, 6); i > 0 && starts.Length > 2; i--)
        {
            int from = random.Next(SegmentHeader.Size, starts[^1]);
            int length = Math.Min(random.Next(3) == 0 ? random.Next(1, 20_000) : 1, starts[^1] - from);
            for (int at = from; at < from + length; at++)
            {
                bytes[at] ^= (byte)random.Next(1, 256);
                hit.Add(BinaryPrimitives.ReadInt64LittleEndian(whole.AsSpan(starts[Array.FindLastIndex(starts, start => start <= at)] + 12)));
            }
        }

        File.WriteAllBytes(path, bytes);
    }
}
