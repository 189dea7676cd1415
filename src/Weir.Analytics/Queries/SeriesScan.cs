using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Topology;

namespace Weir.Analytics.Queries;

/// <summary>Reads the numbers of one metric with the names of their data sources, a few agents at a time.</summary>
internal sealed class SeriesScan
{
    // Where an agent on a host reports the host itself: data source class 2 (physical entity), index 1.
    private const string HostSource = "2.1";

    private readonly AnalyticsEngine _engine;
    private readonly AgentSelector _selector;
    private readonly TopologyView _topology;
    private readonly long _oldestUs;

    public SeriesScan(AnalyticsEngine engine, string? agents)
    {
        _engine = engine;
        _selector = AgentSelector.Parse(agents);
        _topology = engine.Topology.View;
        _oldestUs = (engine.NowMs * 1000) - (long)engine.Options.MetricLifetime.TotalMicroseconds;
    }

    /// <summary>The numbers; no gate is held between two parts.</summary>
    /// <returns>Parts, each of which holds until the next is asked for.</returns>
    public IEnumerable<ReadOnlyMemory<SeriesRow>> Stream(SeriesName name)
    {
        if (_selector.IsNone || _engine.FindFlow(name.Metric) is not null || IdOf(name.Metric) is not { } metric)
        {
            yield break;
        }

        Ids ids = new(metric, IdOf("ifname"), IdOf("vir_host_name"), IdOf("host_name"));
        using RowBuffer<SeriesRow> found = new();
        foreach (int _ in AgentWalk.Slices(_engine, agent => _selector.Matches(agent, _topology), agent => Read(agent, name.DataSource, ids, found), _selector.Addresses))
        {
            yield return found.Rows;
            found.Clear();
        }
    }

    private int? IdOf(string metric) => _engine.MetricNames.TryFind(metric, out int id) ? id : null;

    /// <summary>The values of an agent; returns how much work that was.</summary>
    private int Read(AgentState agent, string? dataSource, in Ids ids, RowBuffer<SeriesRow> found)
    {
        string? host = agent.FindSource(HostSource) is { } source ? Text(source, ids.Host) : null;
        host ??= _topology.Nodes(agent.Address) is [string only] ? only : null;
        foreach (DataSourceState one in agent.Sources)
        {
            Read(one, dataSource, ids, host, found);
        }

        foreach (DataSourceState one in agent.CustomStates)
        {
            Read(one, dataSource, ids, host, found);
        }

        return AgentWalk.WorkOf(agent);
    }

    private void Read(DataSourceState source, string? dataSource, in Ids ids, string? host, RowBuffer<SeriesRow> found)
    {
        if (source.Metrics is not null && (dataSource is null || dataSource == source.Text) && _selector.Matches(source, _topology)
            && source.Metrics.TryRead(ids.Metric, _oldestUs, out MetricReading reading) && reading.Value.IsNumber)
        {
            found.Add(new SeriesRow(source.Agent.Text, source.Text, Text(source, ids.IfName), Text(source, ids.VirtualHost), host, reading.Value.Number));
        }
    }

    private string? Text(DataSourceState source, int? id) =>
        id is { } known && source.Metrics is { } metrics && metrics.TryRead(known, _oldestUs, out MetricReading reading) && reading.Value.Text is { Length: > 0 } text ? text : null;

    private readonly record struct Ids(int Metric, int? IfName, int? VirtualHost, int? Host);
}
