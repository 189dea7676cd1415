using Weir.Wire;

namespace Weir.Ingest.Tests.Udp;

/// <summary>Counts, and watches what the receive thread allocates between its first datagrams and now. Allocates nothing itself.</summary>
internal sealed class CountingSink(int warmUp) : IDatagramSink
{
    private long _datagrams;
    private long _idle;
    private long _before;
    private long _allocated;

    public long Datagrams => Interlocked.Read(ref _datagrams);

    public long Idle => Interlocked.Read(ref _idle);

    public long AllocatedSinceWarmUp => Interlocked.Read(ref _allocated);

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
        if (_before > 0)
        {
            Interlocked.Exchange(ref _allocated, GC.GetAllocatedBytesForCurrentThread() - _before);
        }
    }
}
