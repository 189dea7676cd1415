using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>An interface of an agent: how topology and samples meet.</summary>
/// <param name="Agent">Agent address.</param>
/// <param name="IfIndex">Interface index.</param>
public readonly record struct InterfaceKey(NetworkAddress Agent, uint IfIndex);
