namespace Weir.Scripting.Hosting;

/// <summary>Which thresholds or flows a handler wants.</summary>
/// <param name="names">Names wanted; null for all.</param>
internal sealed class HandlerFilter(IReadOnlyList<string>? names)
{
    private readonly HashSet<string>? _names = names is null ? null : [.. names];

    public bool Wants(string name) => _names is null || _names.Contains(name);
}
