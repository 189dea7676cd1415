using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>Where accepted events lie until every sink has them.</summary>
public interface IEventSpool
{
    /// <summary>Hands an event over without waiting; for the engine, which must never wait. Safe from any thread.</summary>
    /// <returns>False when the queue in front of the disk is full: counted, the event is lost.</returns>
    bool TryPost(WeirEvent item);

    /// <summary>Hands an event over and completes when it is on disk, or was before under the same id. Safe from any thread.</summary>
    /// <exception cref="IOException">The disk refuses or the queue is full; the event was not accepted.</exception>
    ValueTask<long> AppendAsync(WeirEvent item, CancellationToken cancel);

    /// <summary>A sink's reader; its place is kept under its name.</summary>
    /// <param name="name">The sink's name.</param>
    /// <param name="fromOldest">Where a sink that was never seen begins: with the oldest event there is, or with the next one.</param>
    ISpoolReader OpenReader(string name, bool fromOldest);

    /// <summary>Forgets the place of a sink that no longer exists, so that it holds up no space.</summary>
    void RemoveReader(string name);

    /// <summary>Events from that sequence on, oldest first, without a reader's place; for REST.</summary>
    IReadOnlyList<SpooledEvent> Peek(long fromSequence, int maxEvents);

    /// <summary>Completes with the next commit, or when the spool closes. Take it before looking at <see cref="Range"/>; complete at once only when it is closed.</summary>
    Task Published { get; }

    /// <summary>First and last sequence there are; last is 0 in an empty spool.</summary>
    (long First, long Last) Range { get; }
}
