using Weir.Analytics;
using Weir.Analytics.Flows;

namespace Weir.Server.Composition.Export;

/// <summary>Tells the values of a flow key by the names of its keys. For one thread: the dispatcher's.</summary>
/// <remarks>Names are read once for each definition; definitions that were replaced make room when there are too many.</remarks>
internal sealed class FlowKeyNames(AnalyticsEngine engine)
{
    private const int MaxCached = 4_096;

    private readonly Dictionary<string, (FlowDefinition Definition, IReadOnlyList<string> Names)> _cache = new(StringComparer.Ordinal);

    /// <summary>The definition of that name; null for a counter metric, or when it was removed meanwhile.</summary>
    public FlowDefinition? Find(string flow) => engine.FindFlow(flow);

    /// <summary>Cuts a flow key into names and values; empty when the definition is gone or its separator also stands within a value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Split(string flow, string flowKey)
    {
        if (Find(flow) is not { } definition)
        {
            return [];
        }

        IReadOnlyList<string> names = NamesOf(flow, definition);
        string[] values = definition.Fs.Length == 0 ? [flowKey] : flowKey.Split(definition.Fs);
        return names.Count == values.Length ? [.. names.Zip(values, KeyValuePair.Create)] : [];
    }

    private IReadOnlyList<string> NamesOf(string flow, FlowDefinition definition)
    {
        if (_cache.TryGetValue(flow, out (FlowDefinition Definition, IReadOnlyList<string> Names) known) && ReferenceEquals(known.Definition, definition))
        {
            return known.Names;
        }

        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        IReadOnlyList<string> names = definition.KeyNames();
        _cache[flow] = (definition, names);
        return names;
    }
}
