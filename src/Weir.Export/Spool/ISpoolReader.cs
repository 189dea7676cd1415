namespace Weir.Export.Spool;

/// <summary>One sink's place in the spool. Used by one caller at a time.</summary>
public interface ISpoolReader : IDisposable
{
    /// <summary>The last sequence that is done with.</summary>
    long Committed { get; }

    /// <summary>Events that wait, about.</summary>
    long Waiting { get; }

    /// <summary>Events that were removed by the spool's bounds, or were unreadable, before this reader came to them.</summary>
    long Lost { get; }

    /// <summary>Waits until there is an event behind the last one read, then gives what there is.</summary>
    /// <param name="maxEvents">Most events.</param>
    /// <param name="maxBytes">Most bytes of JSON; a single larger event is given alone.</param>
    /// <param name="cancel">Ends the waiting.</param>
    ValueTask<IReadOnlyList<SpooledEvent>> ReadAsync(int maxEvents, int maxBytes, CancellationToken cancel);

    /// <summary>Goes back to the first event that is not committed, so that it is read again.</summary>
    void Rewind();

    /// <summary>Everything to and with that sequence is done with; on disk soon, and after a crash at most that much is read again.</summary>
    void Commit(long sequence);
}
