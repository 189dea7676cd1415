namespace Weir.Scripting.Bgp;

/// <summary>A FlowSpec rule as scripts write it; texts are not yet checked.</summary>
/// <param name="Match">Match members by name, for example <c>destination</c>, <c>protocol</c>, <c>tcp-flags</c>.</param>
/// <param name="Then">Action members by name, for example <c>traffic-rate</c>, <c>redirect-ip</c>, <c>communities</c>.</param>
public sealed record BgpFlowSpec(IReadOnlyDictionary<string, string> Match, IReadOnlyDictionary<string, string> Then);
