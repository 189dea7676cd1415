using Weir.Analytics.Agents;
using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>Finds the data sources with the largest or smallest values of a column.</summary>
/// <remarks>Of equal values those of the least address come first, and of one agent's those that were seen first.</remarks>
internal sealed class ColumnTop : IComparer<ColumnTop.Found>
{
    private readonly int _most;
    private readonly int _direction;
    private readonly long _oldestUs;
    private readonly PriorityQueue<Found, Found> _best;
    private long _seen;
    private double _worst = double.NaN;

    /// <summary>Starts with nothing.</summary>
    /// <param name="rows">How many: the largest when negative, the smallest when positive.</param>
    /// <param name="oldestUs">Values updated before this engine time are gone.</param>
    public ColumnTop(int rows, long oldestUs)
    {
        _most = Math.Abs(rows);
        _direction = rows < 0 ? -1 : 1;
        _oldestUs = oldestUs;

        // The last in order is on top: it goes when a better one comes.
        _best = new PriorityQueue<Found, Found>(this);
    }

    /// <summary>Adds the values of a chunk.</summary>
    public void Add(int shard, RecordChunk chunk, ReadOnlySpan<double> values)
    {
        bool mayPrecede = MayPrecede(chunk);
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            bool isWorse = (_direction < 0 ? value < _worst : value > _worst) || (!mayPrecede && value.Equals(_worst));
            if (isWorse || double.IsNaN(value) || chunk.Times[row] < _oldestUs)
            {
                continue;
            }

            Found found = new(shard, chunk.Owners[row]!, value, chunk.Times[row], _seen++);
            if (_best.Count < _most)
            {
                _best.Enqueue(found, found);
            }
            else
            {
                _best.EnqueueDequeue(found, found);
            }

            _worst = _best.Count < _most ? double.NaN : _best.Peek().Value;
            mayPrecede = MayPrecede(chunk);
        }
    }

    private bool MayPrecede(RecordChunk chunk) =>
        _best.Count < _most || AgentWalk.Compare(chunk.Least, _best.Peek().Source.Agent.Address) < 0;

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
        int result = y.Value.CompareTo(x.Value) * _direction;
        result = result != 0 ? result : AgentWalk.Compare(y.Source.Agent.Address, x.Source.Agent.Address);
        return result != 0 ? result : y.Order.CompareTo(x.Order);
    }

    /// <summary>A value that is among the first.</summary>
    /// <param name="Shard">Number of its shard.</param>
    /// <param name="Source">Its data source.</param>
    /// <param name="Value">The value.</param>
    /// <param name="TimeUs">Engine time of its update.</param>
    /// <param name="Order">Number in the order of the walk.</param>
    internal readonly record struct Found(int Shard, DataSourceState Source, double Value, long TimeUs, long Order);
}
