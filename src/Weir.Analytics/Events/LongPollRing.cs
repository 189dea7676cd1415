namespace Weir.Analytics.Events;

/// <summary>The last N items, readable by number, with waiting for newer ones (REST long polling).</summary>
/// <typeparam name="T">The item.</typeparam>
/// <remarks>Bounded: the oldest item gives way. Shared: appended by the dispatcher, read by any thread.</remarks>
public sealed class LongPollRing<T>
{
    private readonly Lock _gate = new();
    private readonly T?[] _items;
    private long _last;
    private TaskCompletionSource _arrival = NewArrival();

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">Items kept.</param>
    public LongPollRing(int capacity)
    {
        _items = new T?[Math.Max(1, capacity)];
    }

    /// <summary>Number of the newest item; 0 when there was none yet.</summary>
    public long LastId
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Adds the next item.</summary>
    /// <param name="make">Makes the item from its number, which starts at 1.</param>
    public T Append(Func<long, T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        TaskCompletionSource arrival;
        T item;
        lock (_gate)
        {
            item = make(++_last);
            _items[_last % _items.Length] = item;
            arrival = _arrival;
            _arrival = NewArrival();
        }

        arrival.TrySetResult();
        return item;
    }

    /// <summary>Items newer than <paramref name="afterId"/> that match, newest first.</summary>
    /// <param name="afterId">Number of the last item the caller knows; -1 or 0 for all.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="matches">Which items the caller wants; null for all.</param>
    public IReadOnlyList<T> Read(long afterId, int max, Func<T, bool>? matches = null)
    {
        List<T> found = [];
        lock (_gate)
        {
            long oldest = Math.Max(Math.Max(afterId, 0), _last - _items.Length);
            for (long id = _last; id > oldest && found.Count < max; id--)
            {
                T item = _items[id % _items.Length]!;
                if (matches is null || matches(item))
                {
                    found.Add(item);
                }
            }
        }

        return found;
    }

    /// <summary>As <see cref="Read"/>, but waits up to <paramref name="timeout"/> for the first match; empty when none came.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync(long afterId, int max, TimeSpan timeout, Func<T, bool>? matches, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(time);
        long deadline = time.GetTimestamp();
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                arrival = _arrival.Task;
            }

            IReadOnlyList<T> found = Read(afterId, max, matches);
            TimeSpan left = timeout - time.GetElapsedTime(deadline);
            if (found.Count > 0 || left <= TimeSpan.Zero)
            {
                return found;
            }

            try
            {
                await arrival.WaitAsync(left, time, cancel);
            }
            catch (TimeoutException)
            {
                return [];
            }
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
