using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>Names that agents give themselves and their interfaces: how nodes and ports of the topology are found.</summary>
public sealed partial class TopologyStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NetworkAddress, string> _hostNames = [];
    private readonly Dictionary<InterfaceKey, string> _portNames = [];

    /// <summary>An agent said its name. Called by shards, only when the name changes.</summary>
    internal void OnHostName(NetworkAddress agent, string? name)
    {
        lock (_gate)
        {
            Remember(_hostNames, agent, name);
        }
    }

    /// <summary>An agent named an interface. Called by shards, only when the name changes.</summary>
    internal void OnPortName(InterfaceKey port, string? name)
    {
        lock (_gate)
        {
            Remember(_portNames, port, name);
        }
    }

    private static void Remember<TKey>(Dictionary<TKey, string> names, TKey key, string? name)
        where TKey : notnull
    {
        if (name is null)
        {
            names.Remove(key);
        }
        else
        {
            names[key] = name;
        }
    }
}
