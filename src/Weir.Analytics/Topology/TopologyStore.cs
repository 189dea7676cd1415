namespace Weir.Analytics.Topology;

/// <summary>The topology people have set, and where it meets the agents. Safe from any thread.</summary>
public sealed partial class TopologyStore
{
    private volatile TopologyView _view = TopologyView.Empty;

    /// <summary>The interfaces of the topology as they are known now.</summary>
    public TopologyView View => _view;

    /// <summary>Hosts located at edge ports.</summary>
    public HostLocator Hosts { get; } = new();
}
