using System.Text.Json.Serialization;

namespace Weir.Analytics.Topology;

/// <summary>One end of a link: an entry of <c>topologyLinkToInterfaces()</c>.</summary>
/// <param name="Node">Node name.</param>
/// <param name="Port">Port name.</param>
/// <param name="Agent">Agent of the node; null when it is not monitored.</param>
/// <param name="IfIndex">Interface of the port; null when unknown.</param>
public sealed record LinkInterface(string Node, string Port, string? Agent, [property: JsonPropertyName("ifindex")] string? IfIndex);
