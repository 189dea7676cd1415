using Weir.Wire;

namespace Weir.Analytics;

/// <summary>One single-writer part of the data plane: the agents routed to it, their metrics and flow tables.</summary>
/// <remarks>
/// The receive loop enters once per batch with <see cref="Enter"/>, so that a batch sees one set of plans, and leaves with
/// <see cref="Exit"/>; queries enter between batches. Shared: written by its receive loop, read by queries inside the same gate.
/// </remarks>
public sealed partial class Shard
{
    private readonly Lock _gate = new();

    /// <summary>Number of the shard, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Begins a batch.</summary>
    public void Enter() => _gate.Enter();

    /// <summary>Ends a batch.</summary>
    public void Exit() => _gate.Exit();

    /// <summary>Accounts one datagram. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    /// <param name="payload">UDP payload; not kept.</param>
    /// <param name="source">UDP source address.</param>
    /// <param name="timeUs">Engine time of arrival in microseconds since the epoch: arrival clock, or the capture's clock.</param>
    /// <param name="receivedTicks">Stopwatch ticks at reception, to measure detection latency; 0 when unknown.</param>
    public void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks) => throw new NotSupportedException();

    /// <summary>Moves engine time on when no datagram comes: ends idle flows, re-arms thresholds. Only between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    public void AdvanceTo(long timeUs) => throw new NotSupportedException();
}
