using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Server.Composition.Export;

/// <summary>Stands where no events are kept: takes none and says why.</summary>
/// <param name="reason">Why.</param>
internal sealed class NoSpool(string reason) : IEventSpool
{
    private readonly TaskCompletionSource _never = new();
    private long _refused;

    /// <summary>Why no events are kept.</summary>
    public string Reason => reason;

    /// <summary>Events that were not taken.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <inheritdoc/>
    public Task Published => _never.Task;

    /// <inheritdoc/>
    public (long First, long Last) Range => (0, 0);

    /// <inheritdoc/>
    public bool TryPost(WeirEvent item)
    {
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(WeirEvent item, CancellationToken cancel)
    {
        Interlocked.Increment(ref _refused);
        return ValueTask.FromException<long>(new IOException(reason));
    }

    /// <inheritdoc/>
    public ISpoolReader OpenReader(string name, bool fromOldest) => throw new IOException(reason);

    /// <inheritdoc/>
    public void RemoveReader(string name)
    {
        // There is no place to forget.
    }

    /// <inheritdoc/>
    public IReadOnlyList<SpooledEvent> Peek(long fromSequence, int maxEvents) => [];
}
