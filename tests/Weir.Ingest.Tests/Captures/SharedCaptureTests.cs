using System.Globalization;
using Weir.Ingest.Captures;
using Weir.Testing;

namespace Weir.Ingest.Tests.Captures;

public sealed class SharedCaptureTests
{
    private const int DatagramColumn = 4;

    [Fact]
    public void TryRead_EverySFlowCapture_YieldsTheDatagramsOfTheIndex()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        string captures = Path.Combine(shared, "captures");
        List<string> wrong = [];
        int files = 0;
        foreach ((string file, long expected) in Index(captures))
        {
            files++;
            using CaptureReader reader = CaptureReader.Open(Path.Combine(captures, file), new CaptureOptions());
            long count = Drain(reader);
            if (count != expected || reader.Statistics().EndsTruncated)
            {
                wrong.Add($"{file}: {count} datagrams, {expected} in the index, truncated {reader.Statistics().EndsTruncated}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(50, files);
    }

    [Fact]
    public void TryRead_EveryTrafficCapture_IsReadToTheEnd()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        int files = 0;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(shared, "captures", "traffic"), "*.*cap*", SearchOption.AllDirectories))
        {
            files++;
            using CaptureReader reader = CaptureReader.Open(path, new CaptureOptions());
            Drain(reader);
            Assert.Equal(new FileInfo(path).Length, reader.Offset);
            Assert.NotEqual(0, reader.Statistics().Packets);
        }

        Assert.Equal(93, files);
    }

    private static IEnumerable<(string File, long Datagrams)> Index(string captures) =>
        from line in File.ReadLines(Path.Combine(captures, "INDEX.md"))
        let cells = line.Split('|')
        where cells.Length > DatagramColumn && cells[1].EndsWith(".pcap", StringComparison.Ordinal)
        let count = long.TryParse(cells[DatagramColumn], NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : -1
        where count >= 0 && !cells[1].StartsWith("traffic/", StringComparison.Ordinal)
        select (cells[1], count);

    private static long Drain(CaptureReader reader)
    {
        while (reader.TryRead(out _))
        {
        }

        return reader.Statistics().Datagrams;
    }
}
