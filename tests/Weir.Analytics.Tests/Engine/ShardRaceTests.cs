using Weir.Analytics.Flows;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>Receive loops and queries at the same time: nothing is lost, nothing hangs.</summary>
public sealed class ShardRaceTests
{
    private const int Shards = 4;
    private const int PerShard = 20_000;

    [Fact]
    public async Task Process_FourLoopsAndQueriesAtOnce_CountEverything()
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions { Shards = Shards, ReplayClock = true }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        engine.SetFlow("all", FlowOf("""{"value":"frames","aggMode":"ALL","t":600,"log":false}"""));
        engine.SetFlow("agent", FlowOf("""{"keys":"ipsource","value":"frames","aggMode":"AGENT","t":600}"""));
        bool done = false;
        Task[] loops = [.. Enumerable.Range(0, Shards).Select(shard => Run(() => Feed(engine, shard)))];
        Task queries = Run(() =>
        {
            while (!Volatile.Read(ref done))
            {
                engine.ActiveFlows("ALL", "all");
                engine.Metric("ALL", ["sum:agent", "max:all"]);
                engine.Agents();
                engine.Statistics();
                engine.SetFlow("changing", FlowOf("""{"keys":"ipdestination","value":"frames","aggMode":"ALL"}"""));
                engine.ClearFlow("changing");
            }
        });
        await Task.WhenAll(loops);
        Volatile.Write(ref done, true);
        await queries;

        Assert.Equal(Shards * PerShard, engine.Statistics().FlowSamples);
        long samples = engine.Network!.Query(flows => flows.Find("all")!.Updates);
        Assert.Equal(Shards * PerShard, samples);
        Assert.Equal(Shards, engine.ActiveFlows("ALL", "agent", aggMode: "sum")[0].FlowN);
    }

    private static Task Run(Action action) =>
        Task.Factory.StartNew(action, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static FlowDefinition FlowOf(string json) => FlowDefinition.FromJson(System.Text.Json.JsonElement.Parse(json));

    private static void Feed(AnalyticsEngine engine, int shard)
    {
        using EngineFeed feed = new() { Target = engine.Shards[shard] };
        byte[] packet = EngineFeed.Udp();
        for (int i = 0; i < PerShard; i++)
        {
            feed.TimeUs += 10;
            feed.Sample(packet, agent: NetworkAddress.FromV4(0x0a000000u + (uint)shard));
        }
    }
}
