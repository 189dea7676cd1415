namespace Weir.Analytics.Topology;

/// <summary>What an interface is in the topology.</summary>
/// <param name="Node">Node name.</param>
/// <param name="Port">Port name; null when only the node is known.</param>
/// <param name="Link">Name of the link that ends here; null at the edge.</param>
public sealed record PortBinding(string Node, string? Port, string? Link);
