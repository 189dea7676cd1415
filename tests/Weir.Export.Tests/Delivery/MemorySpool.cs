using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Export.Tests.Delivery;

/// <summary>A spool without a disk: what delivery sees of one.</summary>
internal sealed class MemorySpool : IEventSpool
{
    private readonly Lock _gate = new();
    private readonly List<SpooledEvent> _events = [];
    private readonly Dictionary<string, long> _cursors = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Removed { get; } = [];

    public int BreakReads { get; set; }

    public (long First, long Last) Range => (1, _events.Count);

    public Task Published => Volatile.Read(ref _arrived).Task;

    public void Add(params IEnumerable<WeirEvent> items)
    {
        lock (_gate)
        {
            foreach (WeirEvent item in items)
            {
                _events.Add(new SpooledEvent(_events.Count + 1, item, EventJson.ToBytes(item).Length));
            }

            _arrived.TrySetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>What a crash does to a place that was not on disk yet.</summary>
    public void Forget(string name, long committed)
    {
        lock (_gate)
        {
            _cursors[name] = committed;
        }
    }

    public long Committed(string name)
    {
        lock (_gate)
        {
            return _cursors.GetValueOrDefault(name);
        }
    }

    public bool TryPost(WeirEvent item)
    {
        Add(item);
        return true;
    }

    public ValueTask<long> AppendAsync(WeirEvent item, CancellationToken cancel)
    {
        Add(item);
        return new(_events.Count);
    }

    public ISpoolReader OpenReader(string name, bool fromOldest)
    {
        lock (_gate)
        {
            _cursors.TryAdd(name, fromOldest ? 0 : _events.Count);
            return new Reader(this, name);
        }
    }

    public void RemoveReader(string name)
    {
        Removed.Add(name);
        _cursors.Remove(name);
    }

    public IReadOnlyList<SpooledEvent> Peek(long fromSequence, int maxEvents) => [.. _events.Skip((int)fromSequence - 1).Take(maxEvents)];

    private sealed class Reader(MemorySpool spool, string name) : ISpoolReader
    {
        private long _read = spool._cursors[name];

        public long Committed => spool.Committed(name);

        public long Waiting
        {
            get
            {
                lock (spool._gate)
                {
                    return spool._events.Count - spool._cursors.GetValueOrDefault(name);
                }
            }
        }

        public long Lost => 0;

        public async ValueTask<IReadOnlyList<SpooledEvent>> ReadAsync(int maxEvents, int maxBytes, CancellationToken cancel)
        {
            while (true)
            {
                Task arrived;
                lock (spool._gate)
                {
                    if (spool.BreakReads > 0)
                    {
                        spool.BreakReads--;
                        throw new IOException("the disk is gone");
                    }

                    List<SpooledEvent> found = Take(maxEvents, maxBytes);
                    if (found.Count > 0)
                    {
                        return found;
                    }

                    arrived = spool._arrived.Task;
                }

                await arrived.WaitAsync(cancel);
            }
        }

        public void Rewind() => _read = Committed;

        public void Commit(long sequence)
        {
            lock (spool._gate)
            {
                Assert.True(sequence >= spool._cursors[name] && sequence <= spool._events.Count, $"commit of {sequence} after {spool._cursors[name]}");
                spool._cursors[name] = sequence;
            }
        }

        public void Dispose()
        {
        }

        private List<SpooledEvent> Take(int maxEvents, int maxBytes)
        {
            List<SpooledEvent> found = [];
            while (_read < spool._events.Count && found.Count < maxEvents && (found.Count == 0 || found.Sum(e => e.Bytes) + spool._events[(int)_read].Bytes <= maxBytes))
            {
                found.Add(spool._events[(int)_read++]);
            }

            return found;
        }
    }
}
