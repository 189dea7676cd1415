using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;

namespace Weir.Analytics;

public sealed partial class AnalyticsEngine
{
    /// <summary>Flow definitions by name.</summary>
    public IReadOnlyDictionary<string, FlowDefinition> Flows => throw new NotSupportedException();

    /// <summary>Thresholds by name.</summary>
    public IReadOnlyDictionary<string, ThresholdDefinition> Thresholds => throw new NotSupportedException();

    /// <summary>Defines or replaces a flow; a replaced flow starts afresh.</summary>
    /// <exception cref="DefinitionException">Something in the definition is wrong; nothing was changed.</exception>
    public void SetFlow(string name, FlowDefinition definition) => throw new NotSupportedException();

    /// <summary>Removes a flow with all its state; false when there was none.</summary>
    public bool ClearFlow(string name) => throw new NotSupportedException();

    /// <summary>Defines or replaces a threshold. Setting an equal definition again keeps its state, so that nothing fires twice.</summary>
    public void SetThreshold(string name, ThresholdDefinition definition) => throw new NotSupportedException();

    /// <summary>Removes a threshold; false when there was none.</summary>
    public bool ClearThreshold(string name) => throw new NotSupportedException();

    /// <summary>True while the threshold is triggered for that data source (and flow key).</summary>
    /// <param name="name">Threshold name.</param>
    /// <param name="agent">Agent address text.</param>
    /// <param name="sourceAndMetric"><c>dataSource.metric</c>, as scripts build it.</param>
    /// <param name="flowKey">Flow key; null for counter metrics.</param>
    public bool ThresholdTriggered(string name, string agent, string sourceAndMetric, string? flowKey) => throw new NotSupportedException();

    /// <summary>Largest flows, largest first.</summary>
    /// <param name="agents">Agent selector: ALL, TOPOLOGY, EDGE, CORE, or addresses separated by <c>;</c> or <c>,</c>.</param>
    /// <param name="name">Flow name; an unknown one gives an empty list.</param>
    /// <param name="maxFlows">At most so many rows.</param>
    /// <param name="minValue">Only rows of at least this rate.</param>
    /// <param name="aggMode">max, sum, avg, edge or core, in any case.</param>
    /// <param name="keyPattern">Key values wanted, joined like a key; an empty position matches anything; null for all.</param>
    public IReadOnlyList<ActiveFlow> ActiveFlows(string agents, string name, int maxFlows = 100, double minValue = 0, string aggMode = "max", string? keyPattern = null) => throw new NotSupportedException();

    /// <summary>Rate of one flow key at one data source; 0 when it is not there.</summary>
    public double FlowValue(string agent, string sourceAndName, string key) => throw new NotSupportedException();

    /// <summary>Places at which a flow key is seen now, largest first.</summary>
    public IReadOnlyList<FlowLocation> FlowLocations(string agents, string name, string key) => throw new NotSupportedException();

    /// <summary>Keys seen in samples with ms since they were last seen, layer suffixes included.</summary>
    public IReadOnlyDictionary<string, long> FlowKeys() => throw new NotSupportedException();

    /// <summary>The value of a flow definition at every data source that has it; empty for an unknown flow.</summary>
    internal IReadOnlyList<FlowMetricRow> ReadFlowMetric(string name) => throw new NotSupportedException();
}
