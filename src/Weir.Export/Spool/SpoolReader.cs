namespace Weir.Export.Spool;

/// <summary>One sink's place: reads from memory while it keeps up, from segments otherwise.</summary>
internal sealed class SpoolReader : ISpoolReader
{
    private readonly SpoolState _state;
    private readonly string _name;
    private readonly Action<string> _onClose;
    private readonly Lock _gate = new();
    private SpoolScan? _scan;

    // Shared: written by the reader's user, read by statistics.
    private long _next;

    // Guarded by the gate.
    private ReaderPlace _place;
    private bool _isClosed;

    /// <summary>A reader.</summary>
    /// <param name="state">The spool.</param>
    /// <param name="name">Name.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="onClose">Told its name when it is disposed.</param>
    public SpoolReader(SpoolState state, string name, ReaderPlace place, Action<string> onClose)
    {
        _state = state;
        _name = name;
        _place = place;
        _onClose = onClose;
        _next = place.Committed + 1;
    }

    public long Committed
    {
        get
        {
            lock (_gate)
            {
                return _place.Committed;
            }
        }
    }

    public long Waiting => Math.Max(0, _state.Durable - Math.Max(Committed, _state.First - 1));

    public long Lost
    {
        get
        {
            lock (_gate)
            {
                return LostOf(_place, Volatile.Read(ref _next), _state.First);
            }
        }
    }

    /// <summary>Lost events of a place: those that were counted, and those that are gone but not yet met.</summary>
    /// <param name="place">Place.</param>
    /// <param name="next">The next sequence it would read.</param>
    /// <param name="first">The first sequence there is.</param>
    public static long LostOf(in ReaderPlace place, long next, long first) => place.Lost + Math.Max(0, first - 1 - Math.Max(next - 1, Math.Max(place.Committed, place.LostThrough)));

    public async ValueTask<IReadOnlyList<SpooledEvent>> ReadAsync(int maxEvents, int maxBytes, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEvents);
        List<SpooledEvent> items = [];
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_isClosed, this);

            // The signal is taken before the look: a commit between the two is not missed.
            Task published = _state.Published;
            long durable = _state.Durable;
            if (_next <= durable)
            {
                long before = _next;
                ReadNow(durable, maxEvents, maxBytes, items);
                if (items.Count > 0)
                {
                    return items;
                }

                if (_next == before)
                {
                    // The disk cannot be read at present.
                    await Task.Delay(_state.Options.RetryInterval, _state.Time, cancel);
                }

                continue;
            }

            if (_state.IsClosed)
            {
                throw new OperationCanceledException("the spool is closed");
            }

            await published.WaitAsync(cancel);
        }
    }

    public void Rewind()
    {
        _scan?.Dispose();
        _scan = null;
        Volatile.Write(ref _next, Committed + 1);
    }

    public void Commit(long sequence)
    {
        lock (_gate)
        {
            if (sequence > _place.Committed && !_isClosed)
            {
                _place = _place with { Committed = Math.Min(sequence, _state.Durable) };
                _state.Cursors.Set(_name, _place);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _scan?.Dispose();
        _scan = null;
        _onClose(_name);
    }

    private void ReadNow(long durable, int maxEvents, int maxBytes, List<SpooledEvent> items)
    {
        if (_state.Cache.TryRead(_next, maxEvents, maxBytes, items))
        {
            _scan?.Dispose();
            _scan = null;
            Volatile.Write(ref _next, items[^1].Sequence + 1);
            return;
        }

        _scan ??= new SpoolScan(_state, _next, OnGap);
        _scan.Read(durable, maxEvents, maxBytes, items);
        Volatile.Write(ref _next, _scan.Next);
    }

    private void OnGap(long from, long to)
    {
        lock (_gate)
        {
            long fresh = to - Math.Max(from - 1, Math.Max(_place.Committed, _place.LostThrough));
            if (fresh > 0)
            {
                _place = _place with { Lost = _place.Lost + fresh, LostThrough = to };
                if (!_isClosed)
                {
                    _state.Cursors.Set(_name, _place);
                }

                SpoolLog.Lost(_state.Logger, _name, from, to);
            }
        }
    }
}
