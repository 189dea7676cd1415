namespace Weir.Analytics.Topology;

/// <summary>A port of a node, by name.</summary>
internal readonly record struct NodePort(string Node, string Port);
