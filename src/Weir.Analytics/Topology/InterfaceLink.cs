using System.Text.Json.Serialization;

namespace Weir.Analytics.Topology;

/// <summary>The link that ends at an interface, seen from there: the answer of <c>topologyInterfaceToLink()</c>.</summary>
/// <param name="LinkName">Name of the link.</param>
/// <param name="Link">The same, as older scripts read it.</param>
/// <param name="LocalNode">Node at this end.</param>
/// <param name="LocalPort">Port at this end.</param>
/// <param name="RemoteNode">Node at the other end.</param>
/// <param name="RemotePort">Port at the other end.</param>
public sealed record InterfaceLink(
    [property: JsonPropertyName("linkname")] string LinkName,
    [property: JsonPropertyName("link")] string Link,
    [property: JsonPropertyName("localnode")] string LocalNode,
    [property: JsonPropertyName("localport")] string LocalPort,
    [property: JsonPropertyName("remotenode")] string RemoteNode,
    [property: JsonPropertyName("remoteport")] string RemotePort);
