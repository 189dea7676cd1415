using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Analytics.Agents;
using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>Which data sources a query or threshold looks at: all conditions must hold, any pattern of a condition may.</summary>
/// <remarks>
/// A condition holds only where the metric exists. A pattern may hold <c>*</c> wildcards, <c>*</c> alone means the metric exists; a number
/// is compared as a number with a numeric metric. A name may be qualified with a data source (<c>2.1.os_name</c>): then that source of the
/// same agent is asked.
/// </remarks>
/// <param name="Conditions">Metric name to patterns.</param>
[JsonConverter(typeof(MetricFilterConverter))]
public sealed partial record MetricFilter(IReadOnlyDictionary<string, IReadOnlyList<string>> Conditions)
{
    /// <summary>Reads <c>{"name":["pattern",...],...}</c>; a single pattern needs no array. Null for JSON null or an empty object.</summary>
    /// <exception cref="DefinitionException">The element is no such object.</exception>
    public static MetricFilter? FromJson(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new DefinitionException("filter", "expected an object of metric names and patterns, such as {\"os_name\":[\"linux\"]}");
        }

        return FromPairs(element.EnumerateObject().SelectMany(static p => Patterns(p.Value).Select(v => (p.Name, v))));
    }

    /// <summary>Collects pairs of name and pattern, as a query string has them. Null when there are none.</summary>
    public static MetricFilter? FromPairs(IEnumerable<(string Name, string Pattern)> pairs)
    {
        Dictionary<string, IReadOnlyList<string>> conditions = pairs
            .GroupBy(static p => p.Name, static p => p.Pattern, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => (IReadOnlyList<string>)[.. g], StringComparer.Ordinal);
        return conditions.Count == 0 ? null : new MetricFilter(conditions);
    }

    /// <summary>True when both have the same conditions, pattern by pattern.</summary>
    public bool Equals(MetricFilter? other) =>
        other is not null && Conditions.Count == other.Conditions.Count
        && Conditions.All(c => other.Conditions.TryGetValue(c.Key, out IReadOnlyList<string>? patterns) && c.Value.SequenceEqual(patterns));

    /// <inheritdoc/>
    public override int GetHashCode() => Conditions.Keys.Order(StringComparer.Ordinal).Aggregate(17, HashCode.Combine);

    /// <summary>True when every condition holds for the data source. Only inside its shard's gate.</summary>
    /// <param name="source">Data source.</param>
    /// <param name="names">Numbers of metric names.</param>
    /// <param name="oldestUs">Metrics updated before this engine time are gone.</param>
    internal bool Matches(DataSourceState source, MetricNames names, long oldestUs)
    {
        foreach ((string name, IReadOnlyList<string> patterns) in Conditions)
        {
            MetricToken token = MetricToken.Plain(name);
            DataSourceState? asked = token.DataSource is null ? source : source.Agent.FindSource(token.DataSource);
            bool exists = asked?.Metrics is { } row && names.TryFind(token.Name, out int id) && row.TryRead(id, oldestUs, out MetricReading reading)
                && patterns.Any(p => MatchesPattern(reading.Value, p));
            if (!exists)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares a value with one pattern.</summary>
    internal static bool MatchesPattern(MetricValue value, string pattern)
    {
        if (value.IsNumber && double.TryParse(pattern, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return value.Number.Equals(number);
        }

        return MatchesText(value.Text ?? value.Number.ToString(CultureInfo.InvariantCulture), pattern);
    }

    private static bool MatchesText(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int t = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // Let the last star take one character more and try again.
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return !pattern[p..].ContainsAnyExcept('*');
    }

    private static IEnumerable<string> Patterns(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Patterns),
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
        JsonValueKind.Null => [],
        _ => throw new DefinitionException("filter", "a pattern is a text or a number"),
    };
}
