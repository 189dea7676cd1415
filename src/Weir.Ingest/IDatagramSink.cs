using Weir.Wire;

namespace Weir.Ingest;

/// <summary>Where datagrams go: a shard, or what a tool puts in its place.</summary>
/// <remarks>Called by one thread at a time, always as Enter, any number of Process or AdvanceTo, Exit. Time never goes backwards.</remarks>
public interface IDatagramSink
{
    /// <summary>Begins a batch.</summary>
    void Enter();

    /// <summary>Announces the datagram that comes after the next one; a sink may ask for its bytes to be brought into the cache.</summary>
    /// <param name="payload">UDP payload; valid until the batch ends.</param>
    void Expect(ReadOnlySpan<byte> payload)
    {
    }

    /// <summary>Takes one datagram.</summary>
    /// <param name="payload">UDP payload; valid during the call only.</param>
    /// <param name="source">UDP source address.</param>
    /// <param name="timeUs">Time of arrival in microseconds since the epoch.</param>
    /// <param name="receivedTicks">Stopwatch ticks at reception; 0 when unknown.</param>
    void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks);

    /// <summary>Says that it is now <paramref name="timeUs"/> and that no datagram came.</summary>
    /// <param name="timeUs">Microseconds since the epoch.</param>
    void AdvanceTo(long timeUs);

    /// <summary>Ends the batch.</summary>
    void Exit();
}
