namespace Weir.Ingest.Udp;

/// <summary>Decides when the receive loop rests for a moment, so that dense traffic comes in batches and not datagram by datagram.</summary>
/// <remarks>
/// Waking for every datagram costs several times what the datagram's own work costs. Where batches are small and follow each other
/// closely, a rest of <see cref="RestUs"/> gathers the next ones in the socket buffer; sparse traffic is never held up, since the
/// kernel wakes the loop at once, and a loop that is behind never rests.
/// </remarks>
internal sealed class BatchPacing(long ticksPerSecond)
{
    /// <summary>Length of a rest in microseconds: what the latency of dense traffic can grow by.</summary>
    public const int RestUs = 300;

    /// <summary>Batches of this many datagrams are worth a wake-up.</summary>
    public const int FairBatch = 32;

    private const int DenseUs = 1_000;

    private readonly long _denseTicks = ticksPerSecond / (1_000_000 / DenseUs);
    private long _lastTicks = long.MinValue / 2;

    /// <summary>True when a rest pays.</summary>
    /// <param name="count">Datagrams of the batch just received; 0 when none came.</param>
    /// <param name="ticks">When it was received, in units of the constructor's frequency.</param>
    public bool ShouldRest(int count, long ticks)
    {
        bool dense = count > 0 && ticks - _lastTicks < _denseTicks;
        _lastTicks = ticks;
        return dense && count < FairBatch;
    }
}
