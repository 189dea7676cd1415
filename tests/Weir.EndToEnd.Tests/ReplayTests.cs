using System.Text.Json;

namespace Weir.EndToEnd.Tests;

/// <summary>A replay is deterministic: the same capture gives the same events and records, byte for byte, however fast it is played.</summary>
public class ReplayTests
{
    private const string Definitions = """
        setFlow('pairs', {keys: 'ipsource,ipdestination', value: 'bytes', log: true, n: 10});
        setFlow('starts', {keys: 'ipsource,udpsourceport', value: 'frames', log: true, flowStart: true});
        setFlow('attack', {keys: 'ipdestination,udpsourceport', value: 'frames', values: 'count:ipsource,avg:ipbytes', t: 1});
        setThreshold('attack', {metric: 'attack', value: 50000, byFlow: true, timeout: 0.2});
        """;

    [Fact]
    public async Task Replay_RealTimeAndFullSpeed_GiveTheSameEventsAndRecords()
    {
        DirectoryInfo work = Directory.CreateTempSubdirectory("weir-replay-");
        string capture = Path.Combine(work.FullName, "mix.pcap");
        WriteCapture(capture);
        string script = Path.Combine(work.FullName, "definitions.js");
        await File.WriteAllTextAsync(script, Definitions);

        (byte[] Events, byte[] Records) realTime = await PlayAsync(work.FullName, capture, script, "1", "a");
        (byte[] Events, byte[] Records) fast = await PlayAsync(work.FullName, capture, script, "max", "b");
        (byte[] Events, byte[] Records) again = await PlayAsync(work.FullName, capture, script, "7.5", "c");

        // One event per burst: between them the rate stays below for longer than the threshold's timeout.
        Assert.Equal(2, realTime.Events.Count(b => b == '\n'));
        Assert.True(realTime.Records.Length > 5_000, "the capture should give many records");
        Assert.Equal(realTime.Events, fast.Events);
        Assert.Equal(realTime.Records, fast.Records);
        Assert.Equal(realTime.Events, again.Events);
        Assert.Equal(realTime.Records, again.Records);
        work.Delete(recursive: true);
    }

    private static async Task<(byte[] Events, byte[] Records)> PlayAsync(string work, string capture, string script, string speed, string name)
    {
        string events = Path.Combine(work, name + ".events");
        string records = Path.Combine(work, name + ".records");
        (int exitCode, string output, string error) = await WeirProcess.RunAsync(
            "replay", capture, "--speed", speed, "--events", events, "--records", records, "--json", $"-Dscript.file={script}", "-Dhttp.port=0");
        Assert.True(exitCode == 0, error);
        JsonElement summary = JsonDocument.Parse(output).RootElement;
        Assert.Equal(summary.GetProperty("events").GetInt64(), summary.GetProperty("eventsWritten").GetInt64());
        Assert.Equal(summary.GetProperty("flowRecords").GetInt64(), summary.GetProperty("recordsWritten").GetInt64());
        return (await File.ReadAllBytesAsync(events), await File.ReadAllBytesAsync(records));
    }

    // Four seconds: background pairs, and two bursts of one attack with silence between them.
    private static void WriteCapture(string path)
    {
        Random random = new(7);
        using PcapWriter writer = new(path);
        long start = 1_700_000_000_000_000;
        uint sequence = 0;
        uint samples = 0;
        for (int ms = 0; ms < 4_000; ms += 10)
        {
            bool attack = ms is (> 500 and < 1_500) or (> 2_800 and < 3_600);
            List<byte[]> packets = [];
            for (int i = 0; i < 4; i++)
            {
                packets.Add(Fixtures.Amplification($"10.1.{random.Next(4)}.{random.Next(50)}", $"10.2.0.{random.Next(20)}", 1024 + random.Next(100)));
                if (attack)
                {
                    packets.Add(Fixtures.Amplification($"198.51.100.{random.Next(1, 250)}", "192.0.2.129"));
                }
            }

            writer.Add(start + (ms * 1_000L) + random.Next(900), Fixtures.Datagram(++sequence, 500, packets, samples + 1));
            samples += (uint)packets.Count;
        }
    }
}
