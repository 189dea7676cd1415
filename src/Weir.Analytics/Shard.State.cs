using Weir.Analytics.Agents;
using Weir.Analytics.Counters;

namespace Weir.Analytics;

public sealed partial class Shard
{
    /// <summary>Agents routed to this shard. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    public required AgentTable Agents { get; init; }

    /// <summary>Counter metrics of those agents. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    public required MetricTable Metrics { get; init; }
}
