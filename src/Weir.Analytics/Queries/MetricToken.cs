namespace Weir.Analytics.Queries;

/// <summary>A metric as queries name it: <c>[agg:][dataSource.]name</c>.</summary>
/// <param name="Text">The token as it was written.</param>
/// <param name="Aggregate">How values of several data sources become one.</param>
/// <param name="DataSource">Data source text; null for any.</param>
/// <param name="Name">Metric or flow name.</param>
internal readonly record struct MetricToken(string Text, Aggregate Aggregate, string? DataSource, string Name)
{
    /// <summary>Reads a token; what is no aggregation before a colon belongs to the name. The default is the largest value.</summary>
    public static MetricToken Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Enum.TryParse(text.AsSpan(0, colon), ignoreCase: true, out Aggregate aggregate) && char.IsAsciiLetter(text[0]))
        {
            return Plain(text[(colon + 1)..]) with { Text = text, Aggregate = aggregate };
        }

        return Plain(text);
    }

    /// <summary>Reads a token that has no aggregation.</summary>
    public static MetricToken Plain(string text)
    {
        int dot = text.LastIndexOf('.');
        return dot <= 0
            ? new MetricToken(text, Aggregate.Max, null, text)
            : new MetricToken(text, Aggregate.Max, text[..dot], text[(dot + 1)..]);
    }

    /// <summary>Splits lists that were written as one text.</summary>
    /// <param name="metrics">Tokens or lists of tokens.</param>
    public static IReadOnlyList<string> Split(IReadOnlyList<string> metrics) =>
        [.. metrics.SelectMany(static m => m.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
