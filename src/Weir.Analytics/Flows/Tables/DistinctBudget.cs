namespace Weir.Analytics.Flows.Tables;

/// <summary>Memory for the large forms of <see cref="DistinctSet"/>s, shared by all tables of a shard. Single writer: the shard.</summary>
/// <remarks>
/// What is given back is kept for the next one and still counts; when the bound is reached, what is kept in another size is let go first.
/// When nothing can be had, the set that asked counts with a small sketch instead, and that is counted.
/// </remarks>
internal sealed class DistinctBudget
{
    private readonly Dictionary<int, Stack<ulong[]>> _kept = [];
    private readonly long _most;
    private long _keptBytes;

    /// <summary>Makes a budget of which nothing is used.</summary>
    /// <param name="bytes">The bound.</param>
    public DistinctBudget(long bytes)
    {
        _most = bytes;
    }

    /// <summary>Bytes lent and kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sets that had to do with a small sketch.</summary>
    public long Refused { get; private set; }

    /// <summary>An array of zeros; null when the bound is reached.</summary>
    /// <param name="words">Its length.</param>
    public ulong[]? Rent(int words)
    {
        if (_kept.TryGetValue(words, out Stack<ulong[]>? same) && same.TryPop(out ulong[]? used))
        {
            _keptBytes -= BytesOf(words);
            Array.Clear(used);
            return used;
        }

        if (Bytes + BytesOf(words) > _most && Bytes - _keptBytes + BytesOf(words) <= _most)
        {
            LetGo(Bytes + BytesOf(words) - _most);
        }

        if (Bytes + BytesOf(words) > _most)
        {
            Refused++;
            return null;
        }

        Bytes += BytesOf(words);
        return new ulong[words];
    }

    /// <summary>Takes an array back.</summary>
    public void Return(ulong[] array)
    {
        if (!_kept.TryGetValue(array.Length, out Stack<ulong[]>? same))
        {
            same = new Stack<ulong[]>();
            _kept.Add(array.Length, same);
        }

        same.Push(array);
        _keptBytes += BytesOf(array.Length);
    }

    private static long BytesOf(int words) => words * (long)sizeof(ulong);

    private void LetGo(long bytes)
    {
        foreach ((int words, Stack<ulong[]> arrays) in _kept)
        {
            while (bytes > 0 && arrays.TryPop(out _))
            {
                bytes -= BytesOf(words);
                Bytes -= BytesOf(words);
                _keptBytes -= BytesOf(words);
            }
        }
    }
}
