using Weir.Analytics.Flows.Language;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A definition cut into its expressions: read once when it is set, linked anew with every plan set.</summary>
internal sealed class FlowSyntax
{
    private FlowSyntax(string name, FlowDefinition definition, AggregationMode aggregation)
    {
        Name = name;
        Definition = definition;
        Aggregation = aggregation;
    }

    /// <summary>Name of the flow.</summary>
    public string Name { get; }

    /// <summary>What the user wrote, numbers in their ranges.</summary>
    public FlowDefinition Definition { get; }

    /// <summary>Which samples share a table row.</summary>
    public AggregationMode Aggregation { get; }

    /// <summary>Keys in order.</summary>
    public IReadOnlyList<KeySyntax> Keys { get; private set; } = [];

    /// <summary>The measured value first, then the extra ones.</summary>
    public IReadOnlyList<ValueSyntax> Values { get; private set; } = [];

    /// <summary>The filter; null for none.</summary>
    public FilterSyntax? Filter { get; private set; }

    /// <summary>Reads a definition.</summary>
    /// <returns>The expressions; incomplete when something was reported.</returns>
    public static FlowSyntax Parse(string name, FlowDefinition written, DiagnosticSink sink)
    {
        FlowDefinition definition = written.Normalize();
        if (string.IsNullOrWhiteSpace(name))
        {
            sink.Add("name", "a flow needs a name");
        }

        if (!definition.TryGetAggregation(out AggregationMode aggregation))
        {
            sink.Add("aggMode", $"'{definition.AggMode}' is none of AGENT, EDGE, CORE, ALL");
        }

        if (definition.Values.Count > DefinitionLimits.Values)
        {
            sink.Add("values", $"has {definition.Values.Count} values, at most {DefinitionLimits.Values} are allowed");
        }

        return new FlowSyntax(name, definition, aggregation)
        {
            Keys = KeySyntaxParser.ParseList(definition.Keys, "keys", sink),
            Values = ParseValues(definition, sink),
            Filter = FilterParser.Parse(definition.Filter, sink),
        };
    }

    private static List<ValueSyntax> ParseValues(FlowDefinition definition, DiagnosticSink sink)
    {
        List<ValueSyntax> values = [];
        if (ValueSyntax.Parse(definition.Value, "value", sink) is { } measured)
        {
            values.Add(measured);
        }

        foreach (string text in definition.Values.Take(DefinitionLimits.Values))
        {
            if (ValueSyntax.Parse(text, "values", sink) is { } extra)
            {
                values.Add(extra);
            }
        }

        return values;
    }
}
