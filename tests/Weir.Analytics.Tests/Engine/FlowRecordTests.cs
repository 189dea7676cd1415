using System.Text.Json;
using Weir.Analytics.Flows;
using Weir.Wire.Packets.Building;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

public sealed class FlowRecordTests
{
    [Fact]
    public async Task FlowRecorded_FlowStart_OneRecordPerFlowAndAgainAfterIdle()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","values":"avg:bytes","log":true,"flowStart":true}""");
        feed.Sample(EngineFeed.Udp(), 100);
        feed.Stream(EngineFeed.Udp(), 30, 100, 100);
        feed.Sample(EngineFeed.Udp(), 100, port: 7);
        await feed.FlushAsync();
        Assert.Equal(2, feed.Records.Count);
        FlowRecord first = feed.Records[0];
        Assert.Equal((1, "f", "192.0.2.1", 100.0, "10.0.0.1", "1"), (first.FlowId, first.Name, first.FlowKeys, first.Value, first.Agent, first.DataSource));
        Assert.Equal([60.0], first.Values!);
        Assert.Equal(EngineFeed.StartUs / 1000, first.Start);
        Assert.Equal("7", feed.Records[1].DataSource);

        feed.AdvanceSeconds(11);
        feed.Sample(EngineFeed.Udp(), 100);
        await feed.FlushAsync();
        Assert.Equal(3, feed.Records.Count);
        Assert.Equal(3, feed.Engine.FlowRecords.LastId);
    }

    [Fact]
    public async Task FlowRecorded_FlowStartOfALongFlow_AgainEveryActiveTimeout()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","values":"sum:bytes","log":true,"flowStart":true,"activeTimeout":10}""");
        feed.Stream(EngineFeed.Udp(), 25, 10);
        await feed.FlushAsync();
        Assert.Equal([0L, 10, 20], feed.Records.Select(record => (record.Start - feed.Records[0].Start) / 1000));
        Assert.All(feed.Records, record => Assert.Equal((1.0, 60.0), (record.Value, record.Values![0])));
    }

    [Fact]
    public async Task FlowRecorded_End_TotalOfTheIntervalAtIdle()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","values":["bytes","count:ipdestination"],"log":"true"}""");
        feed.Stream(EngineFeed.Udp(), 5, 10, 7);
        feed.AdvanceSeconds(9.9);
        await feed.FlushAsync();
        Assert.Empty(feed.Records);
        feed.AdvanceSeconds(0.2);
        await feed.FlushAsync();
        FlowRecord record = Assert.Single(feed.Records);
        Assert.Equal(3500, record.Value, 6);
        Assert.Equal([3500 * 60.0, 1], record.Values!);
        Assert.Equal((EngineFeed.StartUs / 1000) + 10, record.Start);
        Assert.Equal((EngineFeed.StartUs / 1000) + 5000, record.End);
        Assert.Equal(0, feed.Engine.Statistics().FlowEntries);
    }

    [Fact]
    public async Task FlowRecorded_LongFlow_RecordsEveryActiveTimeoutAndLosesNothing()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","log":true,"activeTimeout":"5"}""");
        feed.Stream(EngineFeed.Udp(), 23, 10);
        feed.AdvanceSeconds(20);
        await feed.FlushAsync();
        Assert.InRange(feed.Records.Count, 5, 6);
        Assert.Equal(2300, feed.Records.Sum(record => record.Value), 6);
        Assert.All(feed.Records.Take(4), record => Assert.InRange(record.Value, 490, 520));
    }

    [Fact]
    public async Task FlowRecorded_IcmpUnreachables_EveryPacketInExactlyOneFlow()
    {
        using EngineFeed feed = new();
        string[] names = ["icmpunreachablenet", "icmpunreachablehost", "icmpunreachableprotocol", "icmpunreachableport"];
        foreach (string name in names)
        {
            feed.SetFlow(name, $$"""{"keys":"macsource,ipsource,macdestination,ipdestination,{{name}}","value":"frames","log":true,"flowStart":true}""");
        }

        byte[] quoted = new PacketBuilder().Ip4("192.0.2.7", "203.0.113.9").Udp(5000, 161).Build();
        for (int code = 0; code < 4; code++)
        {
            feed.Sample(new PacketBuilder().Ethernet().Ip4("198.51.100.1", "192.0.2.7").Icmp4Error(3, code, quoted).Build(), 100);
        }

        feed.Sample(EngineFeed.Udp());
        await feed.FlushAsync();
        Assert.Equal(names, feed.Records.Select(record => record.Name));
        Assert.All(feed.Records, record => Assert.StartsWith("00163E000001,198.51.100.1,00163E000002,192.0.2.7,", record.FlowKeys, StringComparison.Ordinal));
        Assert.All(feed.Records, record => Assert.Equal(5, record.FlowKeys.Split(',').Length));
        Assert.EndsWith(",203.0.113.9", feed.Records[0].FlowKeys, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlowRecorded_Evicted_IsRecordedBeforeItGoes()
    {
        using EngineFeed feed = new(options => options.FlowTableCapacity = 16);
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","log":true}""");
        for (int i = 0; i < 200; i++)
        {
            feed.Sample(EngineFeed.Udp($"192.0.2.{i}"), 3);
        }

        feed.AdvanceSeconds(30);
        await feed.FlushAsync();
        Assert.Equal(600, feed.Records.Sum(record => record.Value), 6);
        Assert.Equal(184, feed.Engine.Statistics().FlowEvictions);
    }

    [Fact]
    public async Task Process_SameSamplesInOtherBatches_GivesIdenticalOutput()
    {
        string whole = await RunAsync(new Random(1), batches: false);
        string pieces = await RunAsync(new Random(1), batches: true);
        Assert.Equal(whole, pieces);
        Assert.True(whole.Length > 10_000, "something must have been recorded");
    }

    private static async Task<string> RunAsync(Random random, bool batches)
    {
        Random steps = new(7);
        using EngineFeed feed = new(options => options.FlowTableCapacity = 64);
        feed.SetFlow("ends", """{"keys":"ipsource,stack","value":"bytes","values":"count:ipdestination,avg:bytes,max:bytes","log":true,"t":1,"activeTimeout":3}""");
        feed.SetFlow("starts", """{"keys":"ipdestination","value":"frames","log":true,"flowStart":true,"t":0.5}""");
        feed.SetThreshold("hot", """{"metric":"ends","value":20000,"byFlow":true,"timeout":2}""");
        feed.SetThreshold("any", """{"metric":"starts","value":150,"timeout":1}""");
        for (int i = 0; i < 6000; i++)
        {
            // Bursts and long pauses, so that expiry, eviction and re-arming all happen.
            feed.TimeUs += i % 500 == 499 ? 17_000_000 : random.Next(0, 20_000);
            string source = $"192.0.2.{(int)(Math.Pow(random.NextDouble(), 3) * 100)}";
            if (batches && steps.Next(3) == 0)
            {
                feed.TimeUs -= 100;
                feed.AdvanceSeconds(0.00005);
                feed.AdvanceSeconds(0.00005);
                _ = feed.Engine.ActiveFlows("ALL", "ends");
            }

            feed.Sample(EngineFeed.Udp(source, $"198.51.100.{random.Next(20)}"), (uint)random.Next(1, 20));
        }

        feed.AdvanceSeconds(60);
        await feed.FlushAsync();
        return JsonSerializer.Serialize(feed.Records) + JsonSerializer.Serialize(feed.Events);
    }
}
