using Weir.Analytics.Flows;

namespace Weir.Analytics;

/// <content>Queries: they enter between two batches and let the receive loop go first.</content>
public sealed partial class Shard
{
    // Shared: written by the receive loop, read by queries.
    private volatile bool _loopWaits;

    /// <summary>True when the receive loop waits for the gate: a long query leaves, so that the batch can come in between.</summary>
    internal bool IsWanted => _loopWaits;

    /// <summary>Begins a query. The receive loop, when it waits, is let in first.</summary>
    internal void EnterToRead()
    {
        SpinWait spin = default;
        while (_loopWaits)
        {
            // Never a sleep of a millisecond: the loop is through the gate within microseconds.
            spin.SpinOnce(sleep1Threshold: -1);
        }

        _gate.Enter();
        if (Flows.IsBehind(_engine.Plans))
        {
            Flows.Install(_engine.Plans);
        }
    }

    /// <summary>Ends a query.</summary>
    internal void ExitFromReading() => _gate.Exit();

    /// <summary>Asks the flow tables something inside the gate.</summary>
    internal T Query<T>(Func<ShardFlows, T> question)
    {
        EnterToRead();
        try
        {
            return question(Flows);
        }
        finally
        {
            ExitFromReading();
        }
    }

    /// <summary>Hands the samples of network-wide definitions to the table that all shards share.</summary>
    private void FeedNetwork()
    {
        if (Flows.Network is { } batch && _engine.Network is { } network && network.IsDue(batch, Flows.NowUs))
        {
            network.Take(batch, Flows.NowUs, Flows.FirstUs, Flows.Output);
            if (Flows.Output.Items.Count > 0)
            {
                HandOver();
            }
        }
    }
}
