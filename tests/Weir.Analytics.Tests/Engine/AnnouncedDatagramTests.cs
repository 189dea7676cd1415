using Weir.Testing;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>Announcing datagrams is a hint: whatever is announced, and however wrongly, what is counted stays the same.</summary>
public sealed class AnnouncedDatagramTests
{
    private const int Seed = 20261122;

    private static readonly NetworkAddress Collector = NetworkAddress.FromV4(0x7f000001);
    private static readonly byte[] Packet = EngineFeed.Udp();

    private delegate void Announcer(Shard shard, List<byte[]> batch, int current);

    public static TheoryData<string> Ways => ["in order", "without some", "of others", "twice", "garbage"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Expect_AnyWay_CountsTheSame(string way)
    {
        List<List<byte[]>> batches = MakeBatches(new Random(Seed));
        string expected = Run(batches, static (_, _, _) => { });

        Assert.Contains("10.0.3.9", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Run(batches, AnnouncerOf(way)));
    }

    [Fact]
    public void Expect_KnownAgents_AllocatesNothing()
    {
        using EngineFeed feed = new();
        Shard shard = feed.Engine.Shards[0];
        List<byte[]> batch = MakeBatches(new Random(Seed)).SelectMany(static some => some).ToList();
        Deliver(shard, batch, AnnouncerOf("in order"));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < batch.Count; i++)
            {
                for (int distance = Shard.MostExpected; distance > 0; distance--)
                {
                    shard.Expect(batch[i], distance);
                }
            }
        }));
    }

    private static Announcer AnnouncerOf(string way)
    {
        Random random = new(Seed);
        return (shard, batch, current) =>
        {
            for (int distance = Shard.MostExpected; distance > 0; distance--)
            {
                int at = way == "of others" ? random.Next(batch.Count) : current + distance;
                if (at < 0 || at >= batch.Count || (way == "without some" && random.Next(3) == 0))
                {
                    continue;
                }

                shard.Expect(way == "garbage" ? batch[at].AsSpan(0, random.Next(batch[at].Length)) : batch[at], distance);
                if (way == "twice")
                {
                    shard.Expect(batch[at], distance);
                }
            }
        };
    }

    private static string Run(List<List<byte[]>> batches, Announcer announce)
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","t":600,"n":100}""");
        foreach (List<byte[]> batch in batches)
        {
            Deliver(feed.Engine.Shards[0], batch, announce);
        }

        IEnumerable<string> agents = feed.Engine.Agents().OrderBy(static agent => agent.Key, StringComparer.Ordinal)
            .Select(static agent => $"{agent.Key} {agent.Value.DatagramsReceived} {agent.Value.DatagramsLost} {agent.Value.FlowDuplicateSamples}");
        IEnumerable<string> flows = feed.Engine.ActiveFlows("ALL", "f").Select(static row => $"{row.Agent} {row.Key} {row.Value:R}").Order(StringComparer.Ordinal);
        return string.Join('\n', agents.Concat(flows).Append($"{feed.Engine.Statistics().FlowSamples}"));
    }

    private static void Deliver(Shard shard, List<byte[]> batch, Announcer announce)
    {
        shard.Enter();
        for (int i = -Shard.MostExpected; i < batch.Count; i++)
        {
            announce(shard, batch, i);
            if (i >= 0)
            {
                shard.Process(batch[i], Collector, EngineFeed.StartUs, 0);
            }
        }

        shard.Exit();
    }

    /// <summary>Datagrams of IPv4 and IPv6 agents, most of them met before, some of them cut short or no sFlow at all.</summary>
    private static List<List<byte[]>> MakeBatches(Random random)
    {
        uint sequence = 0;
        return [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, random.Next(1, 12)).Select(_ => Make(random, ++sequence)).ToList())];
    }

    private static byte[] Make(Random random, uint sequence)
    {
        NetworkAddress agent = random.Next(5) == 0 ? new NetworkAddress(0x20010db8_00000000, (ulong)random.Next(4), NetworkFamily.V6) : NetworkAddress.FromV4(0x0a000300 + (uint)random.Next(1, 10));
        byte[] buffer = new byte[2048];
        DatagramWriter writer = new(buffer, agent, 0, sequence, 1000);
        for (int i = random.Next(4); i >= 0; i--)
        {
            writer.BeginFlowSample(new FlowSampleHeader { Sequence = (sequence * 10) + (uint)i, Source = new DataSource(0, (uint)random.Next(1, 6)), SamplingRate = 100 });
            writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 100, Header = Packet });
            writer.EndSample();
        }

        byte[] datagram = writer.Finish().ToArray();
        return random.Next(20) switch { 0 => datagram[..random.Next(datagram.Length)], 1 => [.. datagram.Reverse()], _ => datagram };
    }
}
