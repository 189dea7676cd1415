namespace Weir.Analytics.Queries;

/// <summary>Makes one entry of <c>metric()</c> out of the values of several data sources.</summary>
/// <remarks>
/// Numbers are combined when there are any, texts only otherwise (largest, smallest or any of them; other aggregations have no value for
/// texts). Variance and standard deviation divide by the number of values. Quartiles interpolate linearly between the neighbours of
/// rank p*(n-1) in the sorted values.
/// </remarks>
internal static class MetricSummary
{
    public static MetricResult Summarise(MetricToken token, IReadOnlyList<MetricHit> hits)
    {
        List<MetricHit> numbers = [.. hits.Where(static h => h.Value.IsNumber)];
        bool single = token.Aggregate is Aggregate.Max or Aggregate.Min or Aggregate.Any;
        if (numbers.Count == 0)
        {
            return single && hits.Count > 0 ? Single(token, hits, PickText(token.Aggregate, hits)) : new MetricResult { MetricName = token.Text };
        }

        return single ? Single(token, numbers, PickNumber(token.Aggregate, numbers)) : Summary(token, numbers);
    }

    private static MetricResult Single(MetricToken token, IReadOnlyList<MetricHit> all, MetricHit picked) => new()
    {
        MetricName = token.Text,
        MetricN = all.Count,
        MetricValue = picked.Value.ToObject(),
        Agent = picked.Agent,
        DataSource = picked.DataSource,
        LastUpdate = picked.AgeMs,
        TopKeys = picked.TopKeys,
    };

    private static MetricResult Summary(MetricToken token, List<MetricHit> numbers)
    {
        double[] values = [.. numbers.Select(static h => h.Value.Number)];
        Quartiles? quartiles = token.Aggregate is Aggregate.Med or Aggregate.Q1 or Aggregate.Q2 or Aggregate.Q3 or Aggregate.Iqr
            ? ComputeQuartiles(values)
            : null;
        return new MetricResult
        {
            MetricName = token.Text,
            MetricN = values.Length,
            MetricValue = Compute(token.Aggregate, values, quartiles),
            LastUpdateMax = numbers.Max(static h => h.AgeMs),
            LastUpdateMin = numbers.Min(static h => h.AgeMs),
            Quartiles = quartiles,
        };
    }

    private static double Compute(Aggregate aggregate, double[] values, Quartiles? quartiles) => aggregate switch
    {
        Aggregate.Sum => values.Sum(),
        Aggregate.Avg => values.Average(),
        Aggregate.Var => Variance(values),
        Aggregate.Sdev => Math.Sqrt(Variance(values)),
        Aggregate.Q1 => quartiles!.Q1,
        Aggregate.Q3 => quartiles!.Q3,
        Aggregate.Iqr => quartiles!.Q3 - quartiles.Q1,
        _ => quartiles!.Med,
    };

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / values.Length;
    }

    private static Quartiles ComputeQuartiles(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return new Quartiles(sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted[^1]);
    }

    private static double Quantile(double[] sorted, double p)
    {
        double rank = p * (sorted.Length - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }

    private static MetricHit PickNumber(Aggregate aggregate, IReadOnlyList<MetricHit> hits) => aggregate switch
    {
        Aggregate.Min => hits.MinBy(static h => h.Value.Number),
        Aggregate.Any => hits[0],
        _ => hits.MaxBy(static h => h.Value.Number),
    };

    private static MetricHit PickText(Aggregate aggregate, IReadOnlyList<MetricHit> hits) => aggregate switch
    {
        Aggregate.Min => hits.MinBy(static h => h.Value.Text, StringComparer.Ordinal),
        Aggregate.Any => hits[0],
        _ => hits.MaxBy(static h => h.Value.Text, StringComparer.Ordinal),
    };
}
