namespace Weir.Server.Composition;

/// <summary>One change, or the refusal of one.</summary>
/// <param name="Timestamp">When, in ms since the epoch.</param>
/// <param name="Who">A script's id, or <c>weir</c>.</param>
/// <param name="Action">What was asked: <c>bgp-route-add</c>, <c>bgp-session</c>, ...</param>
/// <param name="Target">What it was about: router and route.</param>
/// <param name="Result">What became of it.</param>
public sealed record AuditEntry(long Timestamp, string Who, string Action, string Target, string Result);
