namespace Weir.Ingest.Udp;

/// <summary>Decides when the receive loop rests for a moment, so that dense traffic comes in batches and not datagram by datagram.</summary>
/// <remarks>
/// A wake-up costs far more than its system call: the core was idle and its caches have cooled. So while traffic is dense the loop takes all there is and rests
/// for about as long as <see cref="FairBatch"/> datagrams take to come, at most <see cref="LongestUs"/> from batch to batch; more would crowd the cache and
/// gain nothing. Sparse traffic is never held up, since the kernel wakes the loop at once; a loop that is behind never rests, and a small
/// socket buffer shortens the rest.
/// </remarks>
internal sealed class BatchPacing
{
    /// <summary>Longest distance of two batches of dense traffic in microseconds: what its latency can grow by.</summary>
    public const int LongestUs = 1_500;

    /// <summary>Batches of this many datagrams are worth a wake-up.</summary>
    public const int FairBatch = 32;

    private const int DenseDatagrams = 6; // in LongestUs: 4000 a second
    private const int BufferParts = 4; // A rest lets this part of the socket buffer fill at most.
    private const int DatagramBytes = 4_096; // of the socket buffer, the kernel's own structures included
    private const int LeastUs = 50; // Shorter rests end later than asked for.

    private readonly long _ticksPerMs;
    private readonly int _wanted;
    private long _lastTicks;

    /// <summary>Makes the pacing of one loop.</summary>
    /// <param name="ticksPerSecond">Unit of the clock.</param>
    /// <param name="bufferBytes">Socket buffer that was granted.</param>
    public BatchPacing(long ticksPerSecond, int bufferBytes)
    {
        _ticksPerMs = Math.Max(1, ticksPerSecond / 1_000);
        _wanted = Math.Min(FairBatch, bufferBytes / BufferParts / DatagramBytes);
    }

    /// <summary>How long to rest, in microseconds; 0 when the next batch is to be taken at once.</summary>
    /// <param name="count">Datagrams of the batch just worked off; 0 when none came.</param>
    /// <param name="receivedTicks">When it was received.</param>
    /// <param name="nowTicks">The present.</param>
    public int RestUs(int count, long receivedTicks, long nowTicks)
    {
        long sinceLastUs = Microseconds(receivedTicks - _lastTicks);
        _lastTicks = receivedTicks;
        if (count is 0 or >= DatagramBatch.MaxDatagrams || (long)count * LongestUs < DenseDatagrams * sinceLastUs)
        {
            return 0;
        }

        long period = Math.Min(LongestUs, _wanted * sinceLastUs / count);
        long rest = period - Microseconds(nowTicks - receivedTicks);
        return rest < LeastUs ? 0 : (int)rest;
    }

    private long Microseconds(long ticks) => ticks * 1_000 / _ticksPerMs;
}
