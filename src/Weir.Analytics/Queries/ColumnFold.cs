using Weir.Analytics.Agents;
using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>Makes one entry of <c>metric()</c> out of columns: the same that <see cref="MetricFold"/> makes of single values.</summary>
/// <remarks>
/// Columns are not in order of address, so that of equal values the one of the least address is named, and sums carry what rounding would
/// lose: the answer is the same however agents are spread over shards.
/// </remarks>
internal sealed class ColumnFold(MetricToken token, long nowUs, long oldestUs)
{
    private readonly bool _isMin = token.Aggregate == Aggregate.Min;
    private DataSourceState? _best;
    private double _bestValue = double.NaN;
    private long _bestUs;
    private int _count;
    private double _sum;
    private double _lost;
    private long _oldestUs = long.MaxValue;
    private long _newestUs = long.MinValue;

    /// <summary>Adds the values of a chunk.</summary>
    public void Add(RecordChunk chunk, ReadOnlySpan<double> values)
    {
        ReadOnlySpan<long> times = chunk.Times;
        bool mayPrecede = MayPrecede(chunk);
        for (int row = 0; row < values.Length && row < times.Length; row++)
        {
            double value = values[row];
            long time = times[row];
            if (double.IsNaN(value) || time < oldestUs)
            {
                continue;
            }

            _count++;
            _oldestUs = Math.Min(_oldestUs, time);
            _newestUs = Math.Max(_newestUs, time);
            AddToSum(value);
            bool isBetter = _isMin ? value < _bestValue : value > _bestValue;
            if (isBetter || _best is null || (mayPrecede && value.Equals(_bestValue)))
            {
                Challenge(chunk, row, value);
                mayPrecede = MayPrecede(chunk);
            }
        }
    }

    /// <summary>The entry.</summary>
    public MetricResult ToResult()
    {
        if (_best is null)
        {
            return new MetricResult { MetricName = token.Text };
        }

        if (token.Aggregate is Aggregate.Max or Aggregate.Min)
        {
            return new MetricResult
            {
                MetricName = token.Text,
                MetricN = _count,
                MetricValue = _bestValue,
                Agent = _best.Agent.Text,
                DataSource = _best.Text,
                LastUpdate = Age(_bestUs),
            };
        }

        double sum = _sum + _lost;
        return new MetricResult
        {
            MetricName = token.Text,
            MetricN = _count,
            MetricValue = token.Aggregate == Aggregate.Sum ? sum : sum / _count,
            LastUpdateMax = Age(_oldestUs),
            LastUpdateMin = Age(_newestUs),
        };
    }

    private long Age(long timeUs) => Math.Max(0, (nowUs - timeUs) / 1000);

    // Neumaier's sum.
    private void AddToSum(double value)
    {
        double sum = _sum + value;
        _lost += Math.Abs(_sum) >= Math.Abs(value) ? _sum - sum + value : value - sum + _sum;
        _sum = sum;
    }

    // Where all values are the same, half a million owners would be looked at otherwise.
    private bool MayPrecede(RecordChunk chunk) => _best is not null && AgentWalk.Compare(chunk.Least, _best.Agent.Address) < 0;

    private void Challenge(RecordChunk chunk, int row, double value)
    {
        DataSourceState owner = chunk.Owners[row]!;
        if (_best is null || !value.Equals(_bestValue) || AgentWalk.Compare(owner.Agent.Address, _best.Agent.Address) < 0)
        {
            _best = owner;
            _bestValue = value;
            _bestUs = chunk.Times[row];
        }
    }
}
