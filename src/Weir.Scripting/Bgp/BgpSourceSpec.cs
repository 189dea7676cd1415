namespace Weir.Scripting.Bgp;

/// <summary>Ties an agent's samples to a router's routes (<c>bgpAddSource</c>).</summary>
/// <param name="Agent">Agent address or a token such as EDGE.</param>
/// <param name="Router">Router whose IPv4 routes apply; null for none.</param>
/// <param name="Router6">Router whose IPv6 routes apply; null for none.</param>
/// <param name="T">Time constant of the prefix statistics in seconds; null for no statistics.</param>
/// <param name="Value">What the prefix statistics count, for example <c>bytes</c>; null for no statistics.</param>
public sealed record BgpSourceSpec(string Agent, string? Router, string? Router6, double? T, string? Value);
