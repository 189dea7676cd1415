using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Network;

namespace Weir.Analytics.Flows;

/// <content>Network-wide definitions: counted here when there is one shard, handed to <see cref="NetworkFlows"/> when there are several.</content>
internal sealed partial class ShardFlows
{
    /// <summary>Gets the samples of network-wide definitions; null when they are counted here.</summary>
    public NetworkBatch? Network { get; init; }

    /// <summary>Engine time of the first datagram, in microseconds; negative before it.</summary>
    public long FirstUs => _firstUs;

    /// <summary>Network-wide rows listen from the earliest of these times on.</summary>
    public void ListenFrom(long firstUs)
    {
        if (firstUs >= 0)
        {
            _firstUs = _firstUs < 0 ? firstUs : Math.Min(_firstUs, firstUs);
        }
    }

    /// <summary>Counts what another shard evaluated; nothing when its definition is no longer in force.</summary>
    public void AddEvaluated(FlowPlan plan, SampleScratch sample, int words, long receivedTicks)
    {
        if (Array.Find(_tables, table => ReferenceEquals(table.Plan.Syntax, plan.Syntax)) is { } table)
        {
            sample.SetSource(NetworkOf(plan.Syntax.Aggregation));
            sample.WordCount = words;
            table.Announce(sample);
            table.Prepare(sample);
            table.Add(sample, receivedTicks);
        }
    }
}
