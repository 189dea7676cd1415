using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Topology;
using Weir.Wire.SFlow;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

/// <summary>Feeds datagrams to a metric table as a shard does, for counter samples and custom metrics.</summary>
internal sealed class CounterFeed
{
    public static readonly NetworkAddress Agent = NetworkAddress.FromV4(0x0a000001);

    private uint _datagram;

    public CounterFeed(AnalyticsOptions? options = null)
    {
        AnalyticsOptions used = options ?? new AnalyticsOptions();
        Agents = new AgentTable(used.MaxAgents);
        Table = new MetricTable(Agents, Names, Topology, used);
    }

    public MetricNames Names { get; } = new();

    public TopologyStore Topology { get; } = new();

    public AgentTable Agents { get; }

    public MetricTable Table { get; }

    public AgentState State => Agents.GetOrAdd(Agent)!;

    /// <summary>Sends a counter sample with one record; time in seconds, uptime the same unless given.</summary>
    public void Send(DataSource source, uint sequence, double seconds, uint tag, byte[] body, uint? uptimeMs = null)
    {
        byte[] buffer = new byte[4096];
        DatagramWriter writer = new(buffer, Agent, 0, ++_datagram, uptimeMs ?? (uint)(seconds * 1000));
        writer.BeginCounterSample(sequence, source);
        writer.WriteRaw(tag, body);
        writer.EndSample();
        Process(writer.Finish(), (long)(seconds * 1e6));
    }

    public void SendInterface(uint sequence, double seconds, byte[] body, uint? uptimeMs = null) =>
        Send(new DataSource(0, 3), sequence, seconds, 1, body, uptimeMs);

    public void Process(ReadOnlySpan<byte> payload, long timeUs)
    {
        Assert.True(Datagram.TryRead(payload, out Datagram datagram, out _));
        AgentState agent = Agents.GetOrAdd(datagram.Agent)!;
        agent.OnDatagram(datagram.SubAgentId, datagram.Sequence, datagram.UptimeMs, datagram.Agent, timeUs);
        SampleReader samples = datagram.Samples;
        while (samples.TryRead(out Sample sample))
        {
            if (sample.Tag is SampleType.Counters or SampleType.ExpandedCounters && CounterSample.TryRead(sample, out CounterSample counters))
            {
                DataSourceState source = agent.GetOrAddSource(counters.Source, 1000)!;
                source.OnCounterSample(counters.Sequence, timeUs);
                Table.Update(source, counters, timeUs);
            }
            else if (sample.Tag == SampleType.RtMetric)
            {
                Table.UpdateCustom(agent, sample.Body, timeUs);
            }
        }
    }

    /// <summary>A metric's number or text; null when it is absent.</summary>
    public object? Value(string source, string metric, NetworkAddress? agent = null, double? nowSeconds = null)
    {
        DataSourceState? state = Agents.All[agent ?? Agent].FindSource(source);
        long oldestUs = nowSeconds is { } now ? (long)(now * 1e6) - 300_000_000 : 0;
        return state?.Metrics is { } row && Names.TryFind(metric, out int id) && row.TryRead(id, oldestUs, out MetricReading reading)
            ? reading.Value.ToObject()
            : null;
    }

    public double Number(string source, string metric, NetworkAddress? agent = null) => Assert.IsType<double>(Value(source, metric, agent));
}
