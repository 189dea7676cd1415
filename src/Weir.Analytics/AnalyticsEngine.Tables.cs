using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics;

public sealed partial class AnalyticsEngine
{
    /// <summary>What every flow definition has counted and how much of its bound it uses, by name.</summary>
    public IReadOnlyDictionary<string, FlowTableUse> FlowTables()
    {
        SortedDictionary<string, FlowTableUse> tables = new(StringComparer.Ordinal);
        foreach ((string name, FlowSyntax flow) in _flows)
        {
            FlowTableUse use = Shards.Aggregate(new FlowTableUse(), (sum, shard) => shard.Query(flows => flows.AddUse(name, sum)));
            tables.Add(name, Network is not null && flow.Aggregation >= AggregationMode.Edge ? NetworkWide(name, use) : use);
        }

        return tables;
    }

    /// <summary>Several shards evaluate a network-wide definition, one table counts for all of them: theirs stay empty.</summary>
    private FlowTableUse NetworkWide(string name, FlowTableUse shards)
    {
        FlowTableUse evaluated = new() { Seen = shards.Seen, Matched = shards.Matched };
        return Network!.Query(flows => flows.AddUse(name, evaluated));
    }
}
