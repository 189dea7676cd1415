using System.Text.Json;
using Weir.Analytics.Flows.Language;

namespace Weir.Analytics.Flows;

public sealed partial record FlowDefinition
{
    /// <summary>Least value of <see cref="N"/>; smaller ones are raised to it.</summary>
    public const int MinimumN = 5;

    /// <summary>Largest value of <see cref="N"/>. sFlow-RT stops at 20; more is an extension that costs query time only.</summary>
    public const int MaximumN = 1_000;

    /// <summary>Least value of <see cref="T"/>, in seconds.</summary>
    public const double MinimumT = 0.1;

    /// <summary>Largest value of <see cref="T"/>, in seconds.</summary>
    public const double MaximumT = 600;

    /// <summary>Least value of <see cref="ActiveTimeout"/>, in seconds.</summary>
    public const double MinimumActiveTimeout = 0.1;

    /// <summary>Largest value of <see cref="ActiveTimeout"/>, in seconds: one day.</summary>
    public const double MaximumActiveTimeout = 86_400;

    /// <summary>Reads what a script or a REST client wrote: numbers may be texts, texts may be lists, null means absent.</summary>
    /// <param name="json">An object; unknown members are ignored.</param>
    /// <exception cref="DefinitionException">Members are of the wrong kind; every one is named.</exception>
    public static FlowDefinition FromJson(JsonElement json)
    {
        DiagnosticSink sink = new();
        DefinitionReader reader = new(json, sink);
        string keys = reader.Text("keys") ?? "";
        string value = reader.Text("value")?.Trim() ?? "";
        if (value.Length == 0)
        {
            value = "bytes";
            if (string.IsNullOrWhiteSpace(keys))
            {
                sink.Add("value", "is missing: give bytes, frames, or a numeric key");
            }
        }

        FlowDefinition defaults = new();
        FlowDefinition definition = new()
        {
            Keys = keys,
            Value = value,
            Values = reader.List("values"),
            Filter = reader.Text("filter") is { } filter && !string.IsNullOrWhiteSpace(filter) ? filter : null,
            N = (int)Math.Clamp(reader.Number("n", defaults.N), 0, int.MaxValue),
            T = reader.Number("t", defaults.T),
            Fs = reader.Text("fs") ?? defaults.Fs,
            Log = reader.Flag("log", defaults.Log),
            FlowStart = reader.Flag("flowStart", defaults.FlowStart),
            ActiveTimeout = reader.Number("activeTimeout", defaults.ActiveTimeout),
            Dropped = reader.Flag("dropped", defaults.Dropped),
            AggMode = reader.Text("aggMode"),
            IpfixCollectors = reader.List("ipfixCollectors"),
        };
        sink.ThrowIfAny();
        return definition.Normalize();
    }

    /// <summary>The keys one by one, as written; incomplete when the definition would be refused.</summary>
    public IReadOnlyList<string> KeyNames() => [.. KeySyntaxParser.ParseList(Keys, "keys", new DiagnosticSink()).Select(key => key.Text)];

    /// <summary>The definition with its numbers moved into their ranges.</summary>
    internal FlowDefinition Normalize() => this with
    {
        N = Math.Clamp(N, MinimumN, MaximumN),
        T = double.IsFinite(T) ? Math.Clamp(T, MinimumT, MaximumT) : 2,
        ActiveTimeout = double.IsFinite(ActiveTimeout) ? Math.Clamp(ActiveTimeout, MinimumActiveTimeout, MaximumActiveTimeout) : 60,
    };

    /// <summary>Reads <see cref="AggMode"/>, in any case; false when it is none of the modes.</summary>
    internal bool TryGetAggregation(out AggregationMode mode)
    {
        // max, sum and avg say how queries combine data sources: a definition that names them keeps one table per data source.
        mode = AggMode?.Trim().ToUpperInvariant() switch
        {
            null or "" or "MAX" or "SUM" or "AVG" => AggregationMode.DataSource,
            "AGENT" => AggregationMode.Agent,
            "EDGE" => AggregationMode.Edge,
            "CORE" => AggregationMode.Core,
            "ALL" => AggregationMode.All,
            _ => (AggregationMode)(-1),
        };
        return Enum.IsDefined(mode);
    }

    /// <summary>True when the other definition asks for the same in every attribute.</summary>
    internal bool SaysTheSameAs(FlowDefinition other) =>
        JsonSerializer.Serialize(this, WeirJson.Options) == JsonSerializer.Serialize(other, WeirJson.Options);
}
