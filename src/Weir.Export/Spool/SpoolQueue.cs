namespace Weir.Export.Spool;

/// <summary>The events in front of the disk: bounded by events and bytes, refuses the newest when full. Many threads add, one takes.</summary>
/// <remarks>
/// Two lists that change places: whoever adds holds the lock for an append to a list and nothing else, so that the engine never waits for an encoder
/// or a disk. Events that were taken count against the bounds until they are released.
/// </remarks>
internal sealed class SpoolQueue(int maxEvents, long maxBytes) : IDisposable
{
    private const int FirstSize = 1_024;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);

    // Guarded by the gate.
    private List<QueuedEvent> _items = new(FirstSize);
    private List<QueuedEvent> _spare = new(FirstSize);
    private int _events;
    private long _bytes;
    private bool _isClosed;
    private bool _isAsleep;

    /// <summary>Events and bytes that are not on disk yet.</summary>
    public (int Events, long Bytes) Waiting
    {
        get
        {
            lock (_gate)
            {
                return (_events, _bytes);
            }
        }
    }

    /// <summary>Adds an event.</summary>
    /// <returns>False when the queue is full or closed.</returns>
    public bool TryAdd(in QueuedEvent item)
    {
        bool wake;
        lock (_gate)
        {
            if (_isClosed || _events >= maxEvents || (_bytes + item.Size > maxBytes && _events > 0))
            {
                return false;
            }

            _items.Add(item);
            _events++;
            _bytes += item.Size;
            wake = _isAsleep;
            _isAsleep = false;
        }

        if (wake)
        {
            _wake.Set();
        }

        return true;
    }

    /// <summary>Takes everything, in order.</summary>
    public void Take(List<QueuedEvent> into)
    {
        List<QueuedEvent> taken;
        lock (_gate)
        {
            taken = _items;
            _items = _spare;
        }

        into.AddRange(taken);
        taken.Clear();
        _spare = taken;
    }

    /// <summary>Says that events that were taken are on disk or given up.</summary>
    public void Release(int events, long bytes)
    {
        lock (_gate)
        {
            _events -= events;
            _bytes -= bytes;
        }
    }

    /// <summary>Waits until there is something to take, the queue is closed, or time is up.</summary>
    public void Wait(TimeSpan most)
    {
        lock (_gate)
        {
            if (_items.Count > 0 || _isClosed)
            {
                return;
            }

            _isAsleep = true;
        }

        _wake.WaitOne(most);
    }

    /// <summary>Waits until time is up, or somebody wakes or closes the queue; new events do not matter.</summary>
    public void Pause(TimeSpan most)
    {
        lock (_gate)
        {
            _isAsleep = false;
            if (_isClosed)
            {
                return;
            }
        }

        _wake.WaitOne(most);
    }

    /// <summary>Ends a wait.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Refuses everything from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _wake.Set();
    }

    public void Dispose() => _wake.Dispose();
}
