using Weir.Analytics.Agents;
using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Network;
using Weir.Analytics.Timing;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics;

/// <summary>One single-writer part of the data plane: the agents routed to it, their metrics and flow tables.</summary>
/// <remarks>
/// The receive loop enters once per batch with <see cref="Enter"/>, so that a batch sees one set of plans, and leaves with
/// <see cref="Exit"/>; queries enter between batches. Shared: written by its receive loop, read by queries inside the same gate.
/// </remarks>
public sealed partial class Shard
{
    private readonly Lock _gate = new();
    private readonly AnalyticsEngine _engine;
    private readonly Action _handOver;
    private readonly KeySightings _sightings = new();
    private ShardFlows? _flows;
    private bool _looksFurther;
    private long _nowUs;

    /// <summary>Makes an empty shard.</summary>
    /// <param name="engine">The engine it belongs to.</param>
    internal Shard(AnalyticsEngine engine)
    {
        _engine = engine;
        _handOver = HandOver;
    }

    /// <summary>Number of the shard, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Flow tables and thresholds. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    internal ShardFlows Flows => _flows ??= new ShardFlows(_engine.Options, Metrics, _engine.Topology)
    {
        Network = _engine.Network is null ? null : new NetworkBatch(),
    };

    /// <summary>Engine time in microseconds; 0 before the first datagram. Safe from any thread.</summary>
    internal long NowUs => Volatile.Read(ref _nowUs);

    /// <summary>Begins a batch; newer definitions take effect here.</summary>
    public void Enter()
    {
        _loopWaits = true;
        _gate.Enter();
        _loopWaits = false;
        if (Flows.IsBehind(_engine.Plans))
        {
            Flows.Install(_engine.Plans);
        }

        ExpectNone();
        Flows.UseGroups(_engine.GroupSets.Snapshot);
        _looksFurther = _engine.Topology.IsSet || !_engine.RouteSources.IsEmpty;
    }

    /// <summary>Ends a batch.</summary>
    public void Exit()
    {
        FeedNetwork();
        _gate.Exit();
    }

    /// <summary>Accounts one datagram. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    /// <param name="payload">UDP payload; not kept.</param>
    /// <param name="source">UDP source address.</param>
    /// <param name="timeUs">Engine time of arrival in microseconds since the epoch: arrival clock, or the capture's clock.</param>
    /// <param name="receivedTicks">Stopwatch ticks at reception, to measure detection latency; 0 when unknown.</param>
    public void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks)
    {
        AgentState? expected = NextExpected();
        _datagrams++;
        _bytes += payload.Length;
        AdvanceTo(timeUs);
        if (!TryRead(payload, source, out Datagram datagram, out DecodeError error))
        {
            return;
        }

        // An agent that does not know its own address is known by where its datagrams come from.
        NetworkAddress address = datagram.Agent.Family == NetworkFamily.Unknown ? source : datagram.Agent;
        AgentState? agent = expected is not null && expected.Address == address ? expected : Agents.GetOrAdd(address);
        if (agent is null)
        {
            return;
        }

        agent.OnDatagram(datagram.SubAgentId, datagram.Sequence, datagram.UptimeMs, source, Flows.NowUs, DatagramPrint.Of(payload));
        CountError(agent, error);
        Flows.BeginDatagram(agent);
        Flows.SampleUs = agent.SentUs;
        Flows.ReceivedTicks = receivedTicks;
        ReadSamples(agent, datagram.Samples);
        Flows.EndDatagram();
        if (Flows.Output.Items.Count > 0)
        {
            HandOver();
        }

        if (Flows.Network is { IsFull: true })
        {
            FeedNetwork();
        }
    }

    /// <summary>Moves engine time on when no datagram comes: ends idle flows. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    /// <param name="timeUs">Engine time in microseconds; an earlier one than now is ignored.</param>
    public void AdvanceTo(long timeUs)
    {
        Flows.MoveTo(timeUs, _handOver);
        Volatile.Write(ref _nowUs, Flows.NowUs);
    }

    private void ReadSamples(AgentState agent, SampleReader samples)
    {
        LookAhead(agent, samples);
        SampleContext context = default;
        context.Agent = agent.Address;
        while (samples.TryRead(out Sample sample))
        {
            ReadSample(agent, in sample, ref context);
        }

        CountError(agent, samples.Error);
    }

    /// <summary>Hands records and events to the dispatcher; in a replay, waits for room with the gate open, so that handlers can query.</summary>
    private void HandOver()
    {
        foreach (object item in Flows.Output.Items)
        {
            while (!_engine.Dispatcher.TryPost(item))
            {
                _gate.Exit();
                _engine.Dispatcher.WaitForRoom();
                _gate.Enter();
            }
        }

        Flows.Output.Items.Clear();
    }
}
