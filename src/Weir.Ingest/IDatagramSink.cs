using Weir.Analytics;
using Weir.Wire;

namespace Weir.Ingest;

/// <summary>Where datagrams go: a shard, or what a tool puts in its place.</summary>
/// <remarks>Called by one thread at a time, always as Enter, any number of Process or AdvanceTo, Exit. Time never goes backwards.</remarks>
public interface IDatagramSink
{
    /// <summary>Datagrams that are announced before they are processed, see <see cref="Expect"/>.</summary>
    const int MostExpected = Shard.MostExpected;

    /// <summary>Begins a batch.</summary>
    void Enter();

    /// <summary>Announces a datagram of the batch; a sink may ask for what it needs to be brought into the cache.</summary>
    /// <param name="payload">UDP payload; valid until the batch ends.</param>
    /// <param name="distance">Datagrams until its own turn: <see cref="MostExpected"/>, then 2, then 1.</param>
    void Expect(ReadOnlySpan<byte> payload, int distance)
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
