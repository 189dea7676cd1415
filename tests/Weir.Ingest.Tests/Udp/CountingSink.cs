using Weir.Wire;

namespace Weir.Ingest.Tests.Udp;

/// <summary>Counts, and watches what the receive thread allocates between its first datagrams and now. Allocates nothing itself.</summary>
internal sealed class CountingSink(int warmUp) : IDatagramSink
{
    private long _datagrams;
    private long _idle;
    private long _before;
    private long _allocations;

    public long Datagrams => Interlocked.Read(ref _datagrams);

    public long Idle => Interlocked.Read(ref _idle);

    /// <summary>Calls since the warm-up before which something was allocated. The runtime does that once or twice, when it exchanges code.</summary>
    public long AllocationsSinceWarmUp => Interlocked.Read(ref _allocations);

    public void Enter()
    {
    }

    public void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks)
    {
        if (_datagrams == warmUp)
        {
            _before = GC.GetAllocatedBytesForCurrentThread();
        }

        Measure();
        Interlocked.Increment(ref _datagrams);
    }

    public void AdvanceTo(long timeUs)
    {
        Measure();
        Interlocked.Increment(ref _idle);
    }

    public void Exit()
    {
    }

    private void Measure()
    {
        long now = GC.GetAllocatedBytesForCurrentThread();
        if (_before > 0 && now > _before)
        {
            _before = now;
            Interlocked.Increment(ref _allocations);
        }
    }
}
