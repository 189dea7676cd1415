using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Queries;
using Weir.Analytics.Tests.Engine;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Tables;

public sealed class FlowSourcesTests
{
    private const int Ports = 64;
    private const long ElevenMinutesUs = 660_000_000;

    [Fact]
    public void Add_ForgottenSources_GiveTheirNumbersToOthersButNotTheirSerials()
    {
        FlowSources sources = new();
        HashSet<long> serials = [];
        for (int round = 0; round < 100; round++)
        {
            AgentState agent = new(NetworkAddress.FromV4(1));
            for (uint port = 1; port <= Ports; port++)
            {
                FlowSource source = Source(agent, port);
                uint id = sources.Add(source, []);
                Assert.Same(source, sources[id]);
                Assert.NotEqual(0u, id);
                Assert.True(serials.Add(source.Serial));
                source.State!.Forget();
            }
        }

        Assert.Equal(256, sources.Capacity);
    }

    [Fact]
    public void Add_SourcesThatAreThere_KeepTheirNumbers()
    {
        FlowSources sources = new();
        AgentState agent = new(NetworkAddress.FromV4(1));
        FlowSource[] all = [.. Enumerable.Range(1, 5_000).Select(port => Source(agent, (uint)port))];
        uint[] ids = [.. all.Select(source => sources.Add(source, []))];

        Assert.Equal(all, ids.Select(id => sources[id]));
    }

    /// <summary>Ports come and go, their flows stay for a while: each flow is that of its own port, and the numbers do not run away.</summary>
    [Fact]
    public void Process_PortsComeAndGo_EveryFlowKeepsItsSourceAndNumbersAreUsedAgain()
    {
        using EngineFeed feed = new(options => options.MaxDataSourcesPerAgent = Ports);
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","t":600,"n":5000}""");
        int seen = 0;
        for (int round = 0; round < 60; round++)
        {
            for (int port = 0; port < Ports; port++)
            {
                feed.Sample(EngineFeed.Udp($"10.{round}.0.{port}"), port: (uint)((round * Ports) + port + 1));
            }

            IReadOnlyList<ActiveFlow> flows = feed.Engine.ActiveFlows("ALL", "f", 5_000);
            Assert.All(flows, static flow => Assert.Equal(PortOf(flow.Key), flow.DataSource));
            seen = Math.Max(seen, flows.Count);
            feed.TimeUs += ElevenMinutesUs;
        }

        Assert.True(seen > 4 * Ports, $"at most {seen} flows were there at once");
        Assert.InRange(feed.Engine.Shards[0].Flows.Sources.Capacity, 256, 2_048);
    }

    private static string PortOf(string address)
    {
        string[] parts = address.Split('.');
        return $"{(int.Parse(parts[1], null) * Ports) + int.Parse(parts[3], null) + 1}";
    }

    private static FlowSource Source(AgentState agent, uint port) =>
        new("10.0.0.1", $"{port}", 0) { AgentState = agent, State = new DataSourceState(agent, new DataSource(0, port)) };
}
