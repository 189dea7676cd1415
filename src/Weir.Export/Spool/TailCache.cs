namespace Weir.Export.Spool;

/// <summary>The newest events, so that readers that keep up need no disk. Bounded by events and bytes; the oldest go. Safe from any thread.</summary>
internal sealed class TailCache(int maxEvents, int maxBytes)
{
    private readonly Lock _gate = new();

    // Guarded by the gate. Sequences in it follow each other without a gap.
    private readonly SpooledEvent[] _ring = new SpooledEvent[maxEvents];
    private int _oldest;
    private int _count;
    private long _bytes;

    /// <summary>Adds events that are on disk, in order.</summary>
    public void Add(List<SpooledEvent> items)
    {
        lock (_gate)
        {
            foreach (SpooledEvent item in items)
            {
                if (_count > 0 && item.Sequence != Last + 1)
                {
                    Clear();
                }

                while (_count == maxEvents || (_count > 0 && _bytes + item.Bytes > maxBytes))
                {
                    RemoveOldest();
                }

                _ring[(_oldest + _count) % maxEvents] = item;
                _count++;
                _bytes += item.Bytes;
            }
        }
    }

    /// <summary>Copies events from a sequence on.</summary>
    /// <returns>False when that one is not here.</returns>
    public bool TryRead(long from, int most, long mostBytes, List<SpooledEvent> into)
    {
        lock (_gate)
        {
            if (_count == 0 || from < _ring[_oldest].Sequence || from > Last)
            {
                return false;
            }

            long bytes = 0;
            for (int i = (int)(from - _ring[_oldest].Sequence); i < _count && into.Count < most; i++)
            {
                ref SpooledEvent item = ref _ring[(_oldest + i) % maxEvents];
                bytes += item.Bytes;
                if (bytes > mostBytes && into.Count > 0)
                {
                    break;
                }

                into.Add(item);
            }

            return true;
        }
    }

    private long Last => _ring[(_oldest + _count - 1) % maxEvents].Sequence;

    private void RemoveOldest()
    {
        _bytes -= _ring[_oldest].Bytes;
        _ring[_oldest] = default;
        _oldest = (_oldest + 1) % maxEvents;
        _count--;
    }

    private void Clear()
    {
        while (_count > 0)
        {
            RemoveOldest();
        }
    }
}
