namespace Weir.Analytics.Queries;

/// <summary>The largest flows met so far: largest first, equal values in order of key. Makes strings of their keys alone.</summary>
internal sealed class FlowTop : IComparer<FlowTop.Found>
{
    private readonly int _most;
    private readonly FlowScratch _scratch;
    private readonly PriorityQueue<Found, Found> _best;

    /// <summary>Starts with nothing.</summary>
    /// <param name="most">Flows wanted.</param>
    /// <param name="scratch">Rows and groups.</param>
    public FlowTop(int most, FlowScratch scratch)
    {
        _most = most;
        _scratch = scratch;

        // The last in order is on top: it goes when a better one comes.
        _best = new PriorityQueue<Found, Found>(this);
    }

    /// <summary>Adds a group.</summary>
    /// <param name="group">Its number.</param>
    /// <param name="value">Its value; a number.</param>
    public void Add(int group, double value)
    {
        if (_best.Count < _most)
        {
            Found found = new(group, value, KeyOf(group));
            _best.Enqueue(found, found);
        }
        else if (_best.TryPeek(out Found worst, out _) && IsBetter(group, value, worst))
        {
            Found found = new(group, value, KeyOf(group));
            _best.EnqueueDequeue(found, found);
        }
    }

    /// <summary>Those found, the first first. Empties the collection.</summary>
    public Found[] Take()
    {
        Found[] sorted = new Found[_best.Count];
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            sorted[i] = _best.Dequeue();
        }

        return sorted;
    }

    /// <inheritdoc/>
    public int Compare(Found x, Found y)
    {
        int result = x.Value.CompareTo(y.Value);
        return result != 0 ? result : string.CompareOrdinal(y.Key, x.Key);
    }

    private bool IsBetter(int group, double value, Found worst) =>
        value > worst.Value || (value.Equals(worst.Value) && _scratch.Groups.CompareKey(_scratch.Rows, group, worst.Key) < 0);

    private string KeyOf(int group) => _scratch.Groups.KeyOf(_scratch.Rows, group);

    /// <summary>A group that is among the first.</summary>
    /// <param name="Group">Its number.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Key">Its key.</param>
    internal readonly record struct Found(int Group, double Value, string Key);
}
