namespace Weir.Analytics.Queries;

/// <summary>Makes one entry of <c>metric()</c> as the values come, so that a million ports need no list of a million values.</summary>
/// <remarks>
/// The same rules as <see cref="MetricSummary"/>, which is asked when an aggregation needs all values at once: numbers count when
/// there are any, texts only otherwise; the first of equal values is the one that is named.
/// </remarks>
internal sealed class MetricFold
{
    private readonly MetricToken _token;
    private readonly List<MetricHit>? _all;
    private MetricHit _best;
    private MetricHit _bestText;
    private int _numbers;
    private int _texts;
    private double _sum;
    private long _oldestMs = long.MinValue;
    private long _newestMs = long.MaxValue;

    /// <summary>Starts with no value.</summary>
    public MetricFold(MetricToken token)
    {
        _token = token;
        _all = token.Aggregate is Aggregate.Max or Aggregate.Min or Aggregate.Any or Aggregate.Sum or Aggregate.Avg ? null : [];
    }

    private bool IsSingle => _token.Aggregate is Aggregate.Max or Aggregate.Min or Aggregate.Any;

    /// <summary>Adds a value.</summary>
    public void Add(in MetricHit hit)
    {
        if (_all is not null)
        {
            _all.Add(hit);
        }
        else if (hit.Value.IsNumber)
        {
            AddNumber(hit);
        }
        else if (_texts++ == 0 || Beats(string.CompareOrdinal(hit.Value.Text, _bestText.Value.Text)))
        {
            _bestText = hit;
        }
    }

    /// <summary>The entry.</summary>
    public MetricResult ToResult()
    {
        if (_all is not null)
        {
            return MetricSummary.Summarise(_token, _all);
        }

        if (_numbers == 0)
        {
            return IsSingle && _texts > 0 ? Single(_bestText, _texts) : new MetricResult { MetricName = _token.Text };
        }

        return IsSingle ? Single(_best, _numbers) : new MetricResult
        {
            MetricName = _token.Text,
            MetricN = _numbers,
            MetricValue = _token.Aggregate == Aggregate.Sum ? _sum : _sum / _numbers,
            LastUpdateMax = _oldestMs,
            LastUpdateMin = _newestMs,
        };
    }

    private void AddNumber(in MetricHit hit)
    {
        if (_numbers++ == 0 || Beats(hit.Value.Number.CompareTo(_best.Value.Number)))
        {
            _best = hit;
        }

        _sum += hit.Value.Number;
        _oldestMs = Math.Max(_oldestMs, hit.AgeMs);
        _newestMs = Math.Min(_newestMs, hit.AgeMs);
    }

    private bool Beats(int comparison) => _token.Aggregate == Aggregate.Max ? comparison > 0 : _token.Aggregate == Aggregate.Min && comparison < 0;

    private MetricResult Single(MetricHit picked, int count) => new()
    {
        MetricName = _token.Text,
        MetricN = count,
        MetricValue = picked.Value.ToObject(),
        Agent = picked.Agent,
        DataSource = picked.DataSource,
        LastUpdate = picked.AgeMs,
        TopKeys = picked.TopKeys,
    };
}
