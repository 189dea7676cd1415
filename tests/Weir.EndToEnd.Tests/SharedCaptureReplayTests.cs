using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Ingest;
using Weir.Ingest.Captures;
using Weir.Server.Benchmarks;
using Weir.Testing;

namespace Weir.EndToEnd.Tests;

/// <summary>Every capture of real agents goes through the whole pipeline, with flows of every kind defined; needs the shared folder.</summary>
public class SharedCaptureReplayTests
{
    private static readonly string[] Definitions =
    [
        "stack",
        "macsource,macdestination,ethernetprotocol,null:vlan:none",
        "or:ipsource:ip6source,or:ipdestination:ip6destination,or:tcpdestinationport:udpdestinationport:icmptype:icmp6type",
        "null:ipsource.1:none,null:vxlanvni:none,null:vlansource:none,null:bgpdestinationaspath:none",
        "inputifindex,outputifindex,direction",
        "null:dnsqname:none,null:httpurl:none,null:reason:none",
    ];

    [Fact]
    public async Task EveryCapture_ReplaysThroughThePipeline_WithoutALostDatagram()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        string captures = Path.Combine(shared, "captures");
        string traffic = Path.Combine(captures, "traffic") + Path.DirectorySeparatorChar;
        string[] files = [.. Directory.EnumerateFiles(captures, "*.pcap", SearchOption.AllDirectories).Where(f => !f.StartsWith(traffic, StringComparison.Ordinal))];
        Assert.True(files.Length >= 48, $"only {files.Length} captures");
        long samples = 0;
        foreach (string file in files)
        {
            samples += await PlayAsync(file);
        }

        Assert.True(samples > 5_000, $"only {samples} samples");
    }

    private static async Task<long> PlayAsync(string file)
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, NullLogger.Instance);
        DdosProtectDefinitions.Install(engine);
        for (int i = 0; i < Definitions.Length; i++)
        {
            engine.SetFlow($"flow{i}", new FlowDefinition { Keys = Definitions[i], Value = "bytes", Log = true });
            engine.SetFlow($"drop{i}", new FlowDefinition { Keys = Definitions[i], Value = "frames", Dropped = true });
        }

        ReplayOptions options = new() { Speed = double.PositiveInfinity, Drain = ReplayOptions.DrainToEndFlows, Settle = engine.FlushAsync };
        ReplayResult result = await new CaptureReplay(file, options, new ShardSink(engine.Shards[0]), TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        EngineStatistics statistics = engine.Statistics();
        Assert.True(result.Datagrams > 0, file);
        Assert.Equal(result.Datagrams, statistics.DatagramsReceived);
        Assert.Equal(0, statistics.DispatchDropped);
        Assert.NotNull(engine.Dump("ALL", ["ALL"]));
        Assert.NotNull(engine.ActiveFlows("ALL", "flow0"));
        return statistics.FlowSamples + statistics.CounterSamples + statistics.DiscardedPackets;
    }
}
