using System.Buffers.Binary;
using Weir.Analytics.Queries;
using Weir.Testing.Old;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>Flows and metrics from datagrams of sFlow version 2 and 4.</summary>
public sealed class OldVersionTests
{
    private static readonly byte[] Agent = [10, 0, 0, 1];

    [Theory]
    [InlineData(2u)]
    [InlineData(4u)]
    public void Process_FlowSamples_GiveFlowsWithTheirExtendedData(uint version)
    {
        using EngineFeed feed = new();
        feed.SetFlow("old", """{"keys":"ipsource,vlansource,bgpdestinationas,outputifindex","value":"frames"}""");
        byte[] packet = EngineFeed.Udp();
        byte[] header = [.. Word(1), .. Word(1000), .. Word((uint)packet.Length), .. packet, .. new byte[-packet.Length & 3]];
        byte[] gateway = version == 2
            ? [.. Words(64500, 64501, 64502, 2, 100, 200)]
            : [.. Words(64500, 64501, 64502, 1, 2, 2, 100, 200, 0, 0)];
        for (uint i = 1; i <= 2000; i++)
        {
            feed.TimeUs += 5000;
            feed.Process(new OldDatagramBuilder(version, Agent, i, i * 5).Flow([i, 3, 10, i * 10, 0, 3, 4], 1, header, (1u, Words(10, 0, 20, 0)), (3u, gateway)).Build(), EngineFeed.Agent1);
        }

        Assert.Equal(2000, feed.Value("old", "192.0.2.1,10,200,4"), 2000 * 0.02);
        Assert.Empty(feed.Engine.Statistics().DecodeErrors);
        Assert.Equal(2000, feed.Engine.Statistics().FlowSamples);
        Assert.Equal(0, feed.Engine.Statistics().DatagramsLost);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(4u)]
    public void Process_CounterSamples_GiveMetrics(uint version)
    {
        using EngineFeed feed = new();
        for (uint i = 1; i <= 3; i++)
        {
            feed.TimeUs += 10_000_000;
            byte[] counters = [.. new byte[88], .. Words(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)];
            BinaryPrimitives.WriteUInt32BigEndian(counters, 3);
            BinaryPrimitives.WriteUInt64BigEndian(counters.AsSpan(24), i * 10_000);
            feed.Process(new OldDatagramBuilder(version, Agent, i, i * 10_000).Counters(i, 3, 2, counters).Build(), EngineFeed.Agent1);
        }

        IReadOnlyList<MetricResult> values = feed.Engine.Metric("10.0.0.1", ["3.ifinoctets", "3.ifindex", "3.eth_alignmenterrors"]);
        Assert.Equal([1000.0, 3.0, 0.0], values.Select(static v => v.MetricValue));
    }

    private static byte[] Word(uint value) => Words(value);

    private static byte[] Words(params ReadOnlySpan<uint> words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }
}
