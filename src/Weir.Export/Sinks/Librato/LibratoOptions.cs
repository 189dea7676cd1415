namespace Weir.Export.Sinks.Librato;

/// <summary>Settings of a sink for Librato or AppOptics.</summary>
internal sealed record LibratoOptions
{
    /// <summary>Where requests go, with its path.</summary>
    public required Uri Url { get; init; }

    /// <summary>True: measurements with tags; false: gauges with a source.</summary>
    public required bool Tagged { get; init; }

    /// <summary>Beginning of every name.</summary>
    public required string Prefix { get; init; }

    /// <summary>Source of points without tags (gauges), and tag <c>host</c> of points without tags (measurements need one).</summary>
    public required string Source { get; init; }

    /// <summary>Basic authorization.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
