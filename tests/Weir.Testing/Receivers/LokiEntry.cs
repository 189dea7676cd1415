namespace Weir.Testing.Receivers;

/// <summary>An entry that Loki keeps.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Labels">The stream.</param>
/// <param name="TimeNs">When, in ns since the epoch.</param>
/// <param name="Line">Line.</param>
/// <param name="Metadata">Structured metadata.</param>
public sealed record LokiEntry(string Tenant, IReadOnlyDictionary<string, string> Labels, long TimeNs, string Line, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The stream as Loki writes it.</summary>
    public string Stream => "{" + string.Join(", ", Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{l.Value}\"")) + "}";

    /// <summary>A label's or a metadata's value; empty when there is none.</summary>
    public string this[string name] => Metadata.GetValueOrDefault(name) ?? Labels.GetValueOrDefault(name, "");
}
