using System.Text.Json.Serialization;

namespace Weir.Scripting.Bgp;

/// <summary>One prefix of <see cref="BgpTopPrefixes"/>; scripts pass it back to <c>bgpAddRoute</c>.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Value">Rate per second.</param>
public sealed record BgpTopPrefix(string Prefix, double Value)
{
    /// <summary>Covering prefix that is in the list too.</summary>
    [JsonPropertyName("parentprefix")]
    public string? ParentPrefix { get; init; }

    /// <summary>Next hop.</summary>
    [JsonPropertyName("nexthop")]
    public string? NextHop { get; init; }

    /// <summary>AS path.</summary>
    [JsonPropertyName("aspath")]
    public string? AsPath { get; init; }

    /// <summary>Local preference.</summary>
    [JsonPropertyName("localpref")]
    public string? LocalPref { get; init; }

    /// <summary>Communities.</summary>
    [JsonPropertyName("communities")]
    public string? Communities { get; init; }
}
