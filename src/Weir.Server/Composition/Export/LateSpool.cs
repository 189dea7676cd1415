using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Server.Composition.Export;

/// <summary>A spool whose folder may refuse at first: takes no events until it could be opened and says why; from then on it is that spool.</summary>
/// <param name="open">Opens it; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> while it cannot be.</param>
/// <param name="folder">Where it lies, for people.</param>
internal sealed class LateSpool(Func<EventSpool> open, string folder) : IEventSpool, IAsyncDisposable
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NoSpool _none = new("not opened yet");

    // Shared: written by whoever opens, read by everyone.
    private volatile EventSpool? _spool;

    /// <summary>The spool once it is open.</summary>
    public EventSpool? Opened => _spool;

    /// <summary>Why it is not open; null when it is.</summary>
    public string? Reason => _spool is null ? Volatile.Read(ref _none).Reason : null;

    /// <summary>Events that were not taken before it was open.</summary>
    public long Refused { get; private set; }

    /// <inheritdoc/>
    public (long First, long Last) Range => Now.Range;

    /// <inheritdoc/>
    public Task Published => _spool?.Published ?? _opened.Task;

    private IEventSpool Now => (IEventSpool?)_spool ?? Volatile.Read(ref _none);

    /// <summary>Tries once. For one caller at a time.</summary>
    /// <returns>True when it is open now.</returns>
    public bool TryOpen()
    {
        try
        {
            EventSpool spool = open();
            Refused += _none.Refused;
            _spool = spool;
            _opened.TrySetResult();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refused += _none.Refused;
            Volatile.Write(ref _none, new NoSpool($"events cannot be kept in {folder}: {e.Message}"));
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TryPost(WeirEvent item) => Now.TryPost(item);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(WeirEvent item, CancellationToken cancel) => Now.AppendAsync(item, cancel);

    /// <inheritdoc/>
    public ISpoolReader OpenReader(string name, bool fromOldest) => Now.OpenReader(name, fromOldest);

    /// <inheritdoc/>
    public void RemoveReader(string name) => Now.RemoveReader(name);

    /// <inheritdoc/>
    public IReadOnlyList<SpooledEvent> Peek(long fromSequence, int maxEvents) => Now.Peek(fromSequence, maxEvents);

    /// <summary>Closes the spool if it is open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_spool is { } spool)
        {
            await spool.DisposeAsync();
        }
    }
}
