using Weir.Wire;

namespace Weir.Analytics.Routes;

/// <summary>Which agent's samples are looked up in which table. Immutable: a change makes the next one.</summary>
/// <param name="ByAgent">Tables of agents named by address.</param>
/// <param name="Edge">Table of all other samples at edge ports; null for none.</param>
internal sealed record RouteSources(IReadOnlyDictionary<NetworkAddress, IRouteSource> ByAgent, IRouteSource? Edge)
{
    /// <summary>Stands for every port that is no link of the topology.</summary>
    public const string EdgeToken = "EDGE";

    /// <summary>No tables.</summary>
    public static RouteSources None { get; } = new(new Dictionary<NetworkAddress, IRouteSource>(), null);

    /// <summary>True when no sample is looked up anywhere.</summary>
    public bool IsEmpty => Edge is null && ByAgent.Count == 0;

    /// <summary>The same with one entry changed; null removes it.</summary>
    public RouteSources WithEdge(IRouteSource? source) => this with { Edge = source };

    /// <summary>The same with one entry changed; null removes it.</summary>
    public RouteSources With(NetworkAddress agent, IRouteSource? source)
    {
        Dictionary<NetworkAddress, IRouteSource> next = new(ByAgent);
        if (source is null)
        {
            next.Remove(agent);
        }
        else
        {
            next[agent] = source;
        }

        return this with { ByAgent = next };
    }
}
