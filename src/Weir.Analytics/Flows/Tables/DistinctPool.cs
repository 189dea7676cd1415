namespace Weir.Analytics.Flows.Tables;

/// <summary>Lends <see cref="DistinctSet"/>s to the entries of one table and takes them back. Single writer: the shard.</summary>
internal sealed class DistinctPool
{
    private readonly Stack<DistinctSet> _free = new();
    private readonly DistinctBudget _budget;
    private readonly int _capacity;
    private int _lent;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="capacity">Sets lent at the most at one time.</param>
    /// <param name="budget">Memory for those that meet many values.</param>
    public DistinctPool(int capacity, DistinctBudget budget)
    {
        _capacity = capacity;
        _budget = budget;
    }

    /// <summary>Values that were not counted because all sets were lent.</summary>
    public long Refused { get; private set; }

    /// <summary>An empty set; null when the bound is reached.</summary>
    public DistinctSet? Rent()
    {
        if (_lent == _capacity)
        {
            Refused++;
            return null;
        }

        _lent++;
        return _free.TryPop(out DistinctSet? set) ? set : new DistinctSet(_budget);
    }

    /// <summary>Takes a set back.</summary>
    public void Return(DistinctSet set)
    {
        set.Clear();
        _lent--;
        _free.Push(set);
    }
}
