using System.Text.Json;
using Weir.Analytics.Flows.Language;
using Weir.Analytics.Queries;

namespace Weir.Analytics.Thresholds;

public sealed partial record ThresholdDefinition
{
    /// <summary>Reads what a script or a REST client wrote: numbers may be texts, null means absent.</summary>
    /// <param name="json">An object; unknown members are ignored.</param>
    /// <exception cref="DefinitionException">Members are missing or of the wrong kind; every one is named.</exception>
    public static ThresholdDefinition FromJson(JsonElement json)
    {
        DiagnosticSink sink = new();
        DefinitionReader reader = new(json, sink);
        string metric = reader.Text("metric")?.Trim() ?? "";
        if (metric.Length == 0)
        {
            sink.Add("metric", "is missing: give the name of a flow or of a counter metric");
        }

        if (!reader.TryGet("value", out _))
        {
            sink.Add("value", "is missing: give the number at which the threshold triggers");
        }

        ThresholdDefinition definition = new()
        {
            Metric = metric,
            Value = reader.Number("value", 0),
            Filter = ReadFilter(reader, sink),
            ByFlow = reader.Flag("byFlow", false),
            Timeout = reader.Number("timeout", 1),
        };
        sink.ThrowIfAny();
        return definition.Normalize();
    }

    /// <summary>The definition with a usable timeout: without hysteresis a value that hovers would fire with every sample.</summary>
    internal ThresholdDefinition Normalize() => Timeout > 0 && double.IsFinite(Timeout) ? this : this with { Timeout = 1 };

    /// <summary>True when both say the same, filters compared by content.</summary>
    internal bool SaysTheSameAs(ThresholdDefinition other) =>
        JsonSerializer.Serialize(this, WeirJson.Options) == JsonSerializer.Serialize(other, WeirJson.Options);

    private static MetricFilter? ReadFilter(DefinitionReader reader, DiagnosticSink sink)
    {
        if (!reader.TryGet("filter", out JsonElement filter))
        {
            return null;
        }

        if (filter.ValueKind != JsonValueKind.Object)
        {
            sink.Add("filter", "must be an object of metric names and patterns");
            return null;
        }

        Dictionary<string, IReadOnlyList<string>> conditions = [];
        foreach (JsonProperty condition in filter.EnumerateObject())
        {
            string path = $"filter.{condition.Name}";
            conditions[condition.Name] = condition.Value.ValueKind == JsonValueKind.Array
                ? [.. condition.Value.EnumerateArray().Select(item => reader.Join(path, item))]
                : [reader.Join(path, condition.Value)];
        }

        return conditions.Count == 0 ? null : new MetricFilter(conditions);
    }
}
