using Weir.Analytics.Queries;
using Weir.Analytics.Tests.Counters;
using Weir.Analytics.Tests.Engine;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Queries;

/// <summary>
/// What an answer allocates must not grow with the network: garbage is collected with all threads stopped, the receive thread too. Bytes are
/// counted, so that the machine's load does not matter.
/// </summary>
public sealed class QueryAllocationTests : IDisposable
{
    private const int Agents = 3_000;
    private const long Little = 30_000; // Bytes: ten for each agent.

    private readonly EngineFeed _feed = new(static options => options.Shards = 2);
    private readonly byte[] _buffer = new byte[2048];

    public QueryAllocationTests()
    {
        _feed.SetFlow("f", """{"keys":"ipsource,ipdestination,udpsourceport","value":"bytes"}""");
        for (uint round = 1; round <= 2; round++)
        {
            for (uint agent = 0; agent < Agents; agent++)
            {
                SendCounters(agent, round);
                _feed.Sample(EngineFeed.Udp($"192.0.{agent >> 8}.{agent & 255}"), 100, 1, NetworkAddress.FromV4(0x0a000000 + agent));
            }

            _feed.TimeUs += 10_000_000;
        }
    }

    [Fact]
    public void Statistics_ThousandsOfAgents_AllocatesLittle() => AssertLittle(() => _feed.Engine.Statistics());

    [Fact]
    public void Agents_OneOfThousands_AllocatesLittle() => AssertLittle(() => _feed.Engine.Agents(["10.0.4.7"]));

    [Fact]
    public void Metric_OneOfThousandsOfAgents_AllocatesLittle() => AssertLittle(() => _feed.Engine.Metric("10.0.4.7", ["ifinoctets,ifinutilization"]));

    [Fact]
    public void Metric_AllAgentsByColumn_AllocatesLittle() => AssertLittle(() => _feed.Engine.Metric("ALL", ["sum:ifinoctets,max:ifinutilization"]));

    [Fact]
    public void Table_SortedOverAllAgents_AllocatesLittle() => AssertLittle(() => _feed.Engine.Table("ALL", ["sort:ifinoctets:-10,ifspeed"]));

    [Fact]
    public void DumpInParts_AllAgents_AllocatesLittle() => AssertLittle(() => Walk(_feed.Engine.DumpInParts("ALL", ["ifinoctets"])));

    [Fact]
    public void DumpInParts_EveryMetricOfAllAgents_AllocatesLittle()
    {
        // What it says of flows is a list of keys for each of their metrics.
        _feed.Engine.ClearFlow("f");
        AssertLittle(() => Walk(_feed.Engine.DumpInParts("ALL", ["ALL"])));
    }

    [Fact]
    public void AgentsInParts_Thousands_AllocatesLittle() => AssertLittle(() => _feed.Engine.AgentsInParts().Sum(static part => part.Count));

    [Fact]
    public void ActiveFlows_LargestOfThousands_AllocatesLittle() => AssertLittle(() => _feed.Engine.ActiveFlows("ALL", "f", 20));

    [Fact]
    public void MetricAges_ThousandsOfFlows_AllocatesLittle() => AssertLittle(() => _feed.Engine.MetricAges());

    public void Dispose() => _feed.Dispose();

    private static object Walk(IEnumerable<ReadOnlyMemory<DumpRow>> parts)
    {
        int rows = 0;
        foreach (ReadOnlyMemory<DumpRow> part in parts)
        {
            rows += part.Length;
        }

        Assert.True(rows >= Agents, $"{rows} rows");
        return parts;
    }

    private static void AssertLittle(Func<object> ask)
    {
        // The first answers make what later ones use again.
        ask();
        ask();
        object? answer = null;
        long bytes = Weir.Testing.Allocations.Least(() => answer = ask());
        Assert.NotNull(answer);
        Assert.True(bytes < Little, $"{bytes} bytes");
    }

    private void SendCounters(uint agent, uint round)
    {
        NetworkAddress address = NetworkAddress.FromV4(0x0a000000 + agent);
        DatagramWriter writer = new(_buffer, address, 1, round, round * 10_000);
        writer.BeginCounterSample(round, new DataSource(0, 1));
        writer.WriteRaw(1, RecordBody.Interface(1, inOctets: round * agent * 1_000, speed: 1_000_000_000));
        writer.EndSample();
        _feed.Process(writer.Finish(), address);
    }
}
