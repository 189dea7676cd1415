using Weir.Analytics.Flows;

namespace Weir.Analytics;

public sealed partial class AnalyticsEngine
{
    /// <summary>What every flow definition has counted and how much of its bound it uses, by name.</summary>
    public IReadOnlyDictionary<string, FlowTableUse> FlowTables()
    {
        SortedDictionary<string, FlowTableUse> tables = new(StringComparer.Ordinal);
        foreach (string name in _flows.Keys)
        {
            FlowTableUse use = Shards.Aggregate(new FlowTableUse(), (sum, shard) => shard.Query(flows => flows.AddUse(name, sum)));
            tables.Add(name, Network?.Query(flows => flows.AddUse(name, use)) ?? use);
        }

        return tables;
    }
}
