using System.Globalization;
using Weir.Analytics.Queries;
using Weir.Analytics.Topology;
using Weir.Wire;

namespace Weir.Analytics;

public sealed partial class AnalyticsEngine
{
    /// <summary>Longest shortest path of the topology, in hops; 0 when none is set.</summary>
    public int TopologyDiameter() => Topology.Definition is { } definition ? new TopologyPaths(definition).Diameter() : 0;

    /// <summary>Links of a shortest path in order; empty when there is none.</summary>
    public IReadOnlyList<string> TopologyShortestPath(string from, string to) =>
        TopologyShortestPaths(from, to, 1) is [var path, ..] ? path : [];

    /// <summary>Up to <paramref name="count"/> paths without loops as lists of links, shortest first.</summary>
    /// <param name="from">First node.</param>
    /// <param name="to">Last node.</param>
    /// <param name="count">Paths wanted.</param>
    /// <param name="maxHops">Longest path wanted, in links; null for any.</param>
    public IReadOnlyList<IReadOnlyList<string>> TopologyShortestPaths(string from, string to, int count, int? maxHops = null) =>
        Topology.Definition is { } definition ? new TopologyPaths(definition).Shortest(from, to, count, maxHops ?? int.MaxValue) : [];

    /// <summary>Links that join all nodes without a loop; empty when no topology is set.</summary>
    public IReadOnlyList<string> TopologyMinimumSpanningTree() =>
        Topology.Definition is { } definition ? new TopologyPaths(definition).SpanningTree() : [];

    /// <summary>Metrics at the two ends of a link: all of the first end, then all of the second; null for an unknown link.</summary>
    /// <param name="link">Link name.</param>
    /// <param name="metrics">Plain metric names.</param>
    /// <param name="node">Node whose end comes first; null for the link's own order.</param>
    public IReadOnlyList<MetricResult>? TopologyLinkMetric(string link, IReadOnlyList<string> metrics, string? node = null)
    {
        if (Topology.LinkToInterfaces(link) is not { } ends)
        {
            return null;
        }

        IReadOnlyList<string> names = MetricToken.Split(metrics);
        bool reversed = node is not null && ends[1].Node == node && ends[0].Node != node;
        return [.. (reversed ? ends.Reverse() : ends).SelectMany(e => LinkEndMetric(e, names))];
    }

    /// <summary>Where a MAC address enters the network; empty when unknown.</summary>
    /// <param name="mac">Twelve hexadecimal digits.</param>
    public IReadOnlyList<HostLocation> LocateHostMac(string mac)
    {
        bool read = ulong.TryParse(mac, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value);
        return read && Topology.Hosts.Find(new MacAddress(value), NowMs * 1000) is { } host ? [Describe(host)] : [];
    }

    /// <summary>Where the hosts with an IPv4 or IPv6 address enter the network; empty when unknown.</summary>
    public IReadOnlyList<HostLocation> LocateHostAddress(string address)
    {
        if (!NetworkAddress.TryParse(address, out NetworkAddress wanted))
        {
            return [];
        }

        return [.. Topology.Hosts.Where(h => h.V4 == wanted || h.V6 == wanted, NowMs * 1000).Select(Describe)];
    }

    /// <summary>MAC addresses of the hosts that are located, sorted.</summary>
    /// <param name="agent">Agent address of one port; null for all.</param>
    /// <param name="ifIndex">Interface of that port.</param>
    public IReadOnlyList<string> LocatedHostMacs(string? agent = null, string? ifIndex = null)
    {
        bool read = NetworkAddress.TryParse(agent, out NetworkAddress address);
        bool indexed = uint.TryParse(ifIndex, out uint index);
        return [.. Topology.Hosts
            .Where(h => agent is null || (read && h.Place.Agent == address && (ifIndex is null || (indexed && h.Place.IfIndex == index))), NowMs * 1000)
            .Select(static h => h.Mac.ToString())];
    }

    private HostLocation Describe(LocatedHost host)
    {
        string agent = host.Place.Agent.ToString();
        PortBinding? port = Topology.View.Find(host.Place.Agent, host.Place.IfIndex);
        IReadOnlyList<MetricResult> lag = Metric(agent, [$"any:{host.Place.IfIndex}.agg_attachedaggid", $"any:{host.Place.IfIndex}.agg_partneropersystemid"]);
        return new HostLocation
        {
            Mac = host.Mac.ToString(),
            Node = port?.Node ?? Topology.NodesForAgent(agent)?[0],
            Port = port?.Port,
            Agent = agent,
            IfIndex = $"{host.Place.IfIndex}",
            Vlan = host.Vlan == 0 ? null : host.Vlan,
            OuiName = Databases.Oui?.Find(host.Mac.Value),
            IpAddress = host.V4.Family == NetworkFamily.Unknown ? null : host.V4.ToString(),
            Ip6Address = host.V6.Family == NetworkFamily.Unknown ? null : host.V6.ToString(),
            AttachedAggregate = lag[0].MetricValue,
            PartnerSystem = lag[1].MetricValue,
        };
    }

    private IEnumerable<MetricResult> LinkEndMetric(LinkInterface end, IReadOnlyList<string> names)
    {
        if (end.Agent is null || end.IfIndex is null || !IsHeard(end.Agent))
        {
            return names.Select(static n => new MetricResult { MetricName = n });
        }

        // Scripts look for the plain name; an agent tells them that the end is monitored, values or not.
        IReadOnlyList<MetricResult> values = Metric(end.Agent, [.. names.Select(n => $"any:{end.IfIndex}.{n}")]);
        return values.Select((v, i) => v with { MetricName = names[i], Agent = end.Agent, DataSource = end.IfIndex });
    }

    private bool IsHeard(string agent)
    {
        bool heard = false;
        ForEachAgent(_ => heard = true, state => state.Text == agent, AgentSelector.Parse(agent).Addresses);
        return heard;
    }
}
