using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Network;

/// <summary>The tables of network-wide definitions (<c>aggMode</c> edge, core, all) when several shards feed them: one for all shards.</summary>
/// <remarks>
/// A shard sees part of the network only, and neither thresholds nor distinct counts nor the largest n can be put together from parts.
/// So the shards evaluate such definitions themselves, which is the work, and hand over what they would have counted at the end of
/// every batch; here it is counted in the order in which it comes. A value is therefore at most one batch (64 datagrams) old, and the
/// numbers are those of a single shard. Lock order: a shard's gate, then this one; queries take this one alone.
/// </remarks>
internal sealed class NetworkFlows
{
    private readonly Lock _gate = new();
    private readonly AnalyticsEngine _engine;
    private readonly ShardFlows _flows;
    private readonly SampleScratch _scratch = new();
    private readonly Action _keep = static () => { };
    private readonly Action<NetworkBatch.Entry> _count;
    private long _nextTickUs;

    /// <summary>Starts empty.</summary>
    public NetworkFlows(AnalyticsEngine engine)
    {
        _engine = engine;
        _count = Count;

        // Rows of the network belong to no agent: the table of agents behind the filters of thresholds stays empty.
        _flows = new ShardFlows(engine.Options, new MetricTable(new AgentTable(0), engine.MetricNames, engine.Topology, engine.Options), engine.Topology);
    }

    /// <summary>True when a shard has to come by: it has samples, or a tick is due at which flows may end.</summary>
    public bool IsDue(NetworkBatch batch, long nowUs) => batch.Count > 0 || nowUs >= Volatile.Read(ref _nextTickUs);

    /// <summary>Counts a batch and moves time on.</summary>
    /// <param name="batch">Emptied.</param>
    /// <param name="nowUs">Engine time of the shard, in microseconds.</param>
    /// <param name="firstUs">Engine time of the shard's first datagram, in microseconds; negative before it.</param>
    /// <param name="output">Gets the records and events that came of it; the shard hands them over.</param>
    public void Take(NetworkBatch batch, long nowUs, long firstUs, FlowOutput output)
    {
        lock (_gate)
        {
            InstallNewest();
            _flows.ListenFrom(firstUs);
            batch.Drain(_scratch, _count);
            _flows.MoveTo(nowUs, _keep);
            Volatile.Write(ref _nextTickUs, ((_flows.NowUs / FlowTable.TickUs) + 1) * FlowTable.TickUs);
            output.Items.AddRange(_flows.Output.Items);
            _flows.Output.Items.Clear();
        }
    }

    /// <summary>Asks the tables something inside the gate.</summary>
    public T Query<T>(Func<ShardFlows, T> question)
    {
        lock (_gate)
        {
            InstallNewest();
            return question(_flows);
        }
    }

    private void InstallNewest()
    {
        PlanSet plans = _engine.Plans;
        if (_flows.IsBehind(plans))
        {
            _flows.Install(plans);
        }
    }

    private void Count(NetworkBatch.Entry sample)
    {
        // Shards are not at the same time to the microsecond: time moves with the one ahead, a sample keeps its own.
        _flows.MoveTo(sample.NowUs, _keep);
        _flows.BeginDatagram(null);
        _flows.AddEvaluated(sample.Plan, _scratch, sample.Words, sample.ReceivedTicks);
    }
}
