namespace Weir.Analytics.Topology;

/// <summary>A port of a node as it was written.</summary>
/// <param name="IfIndex">Interface index; null when only its name tells.</param>
/// <param name="OfPort">OpenFlow port; null when unknown.</param>
internal sealed record TopologyPort(uint? IfIndex, string? OfPort);
