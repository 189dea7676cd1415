using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Server.Tests.Composition.Export;

/// <summary>A spool in memory, without readers.</summary>
internal sealed class MemorySpool : IEventSpool
{
    private readonly Lock _gate = new();
    private readonly List<SpooledEvent> _events = [];
    private TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every append is refused while this is set.</summary>
    public bool IsFull { get; set; }

    /// <summary>Most events of one <see cref="Peek"/>.</summary>
    public int PeekLimit { get; init; } = int.MaxValue;

    public IReadOnlyList<WeirEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events.Select(e => e.Event)];
            }
        }
    }

    public (long First, long Last) Range
    {
        get
        {
            lock (_gate)
            {
                return _events.Count == 0 ? (0, 0) : (1, _events.Count);
            }
        }
    }

    public Task Published => Volatile.Read(ref _published).Task;

    public bool TryPost(WeirEvent item) => !IsFull && Append(item) > 0;

    public ValueTask<long> AppendAsync(WeirEvent item, CancellationToken cancel) =>
        IsFull ? throw new IOException("no space left on device") : ValueTask.FromResult(Append(item));

    public IReadOnlyList<SpooledEvent> Peek(long fromSequence, int maxEvents)
    {
        lock (_gate)
        {
            return [.. _events.Where(e => e.Sequence >= fromSequence).Take(Math.Min(maxEvents, PeekLimit))];
        }
    }

    public ISpoolReader OpenReader(string name, bool fromOldest) => throw new NotSupportedException();

    public void RemoveReader(string name) => throw new NotSupportedException();

    private long Append(WeirEvent item)
    {
        lock (_gate)
        {
            int known = _events.FindIndex(e => e.Event.Id == item.Id);
            if (known >= 0)
            {
                return known + 1;
            }

            _events.Add(new SpooledEvent(_events.Count + 1, item, EventJson.ToBytes(item).Length));
            Interlocked.Exchange(ref _published, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return _events.Count;
        }
    }
}
