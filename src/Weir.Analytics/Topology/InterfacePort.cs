using System.Text.Json.Serialization;

namespace Weir.Analytics.Topology;

/// <summary>Node and port of an interface: the answer of <c>topologyInterfaceToPort()</c>.</summary>
/// <param name="Node">Node name.</param>
/// <param name="Port">Port name; null when unknown.</param>
/// <param name="Dpid">OpenFlow datapath of the node; null when unknown.</param>
/// <param name="OfPort">OpenFlow port; null when unknown.</param>
public sealed record InterfacePort(string Node, string? Port, string? Dpid, [property: JsonPropertyName("ofport")] string? OfPort);
