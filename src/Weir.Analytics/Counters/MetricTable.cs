using Weir.Analytics.Agents;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;
using Weir.Analytics.Topology;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Counters;

/// <summary>Counter metrics of one shard's data sources. Single writer; readers come through the shard's gate.</summary>
public sealed class MetricTable
{
    private readonly AgentTable _agents;
    private readonly MetricNames _names;
    private readonly TopologyStore _topology;
    private readonly AnalyticsOptions _options;

    /// <summary>Makes an empty table.</summary>
    public MetricTable(AgentTable agents, MetricNames names, TopologyStore topology, AnalyticsOptions options)
    {
        _agents = agents;
        _names = names;
        _topology = topology;
        _options = options;
    }

    /// <summary>Told of updates; null for nobody.</summary>
    public ICounterWatcher? Watcher { get; set; }

    /// <summary>Accounts the records of a counter sample; call <see cref="DataSourceState.OnCounterSample"/> first.</summary>
    public void Update(DataSourceState source, in CounterSample sample, long timeUs)
    {
        throw new NotSupportedException();
    }

    /// <summary>Accounts an rtmetric sample (4300:1002); what is wrong with it is counted at the agent.</summary>
    public void UpdateCustom(AgentState agent, ReadOnlySpan<byte> body, long timeUs)
    {
        throw new NotSupportedException();
    }

    /// <summary>True when every condition of the filter holds for the data source.</summary>
    public bool Matches(DataSourceState source, MetricFilter filter)
    {
        throw new NotSupportedException();
    }
}
