using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Web.Bgp;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition.Bgp;

/// <summary>Shows BGP to REST, the pages and <c>/metrics</c>.</summary>
internal sealed class BgpReports(BgpPart part) : IBgpGateway, IMetricSource
{
    private static readonly FamilySet[] Families = [FamilySet.Ipv4Unicast, FamilySet.Ipv6Unicast, FamilySet.Ipv4FlowSpec, FamilySet.Ipv6FlowSpec];

    /// <summary>The state's name in RFC 4271's words, in lower case.</summary>
    public static string StateText(ConnectionState state) => state switch
    {
        ConnectionState.None => "idle",
        ConnectionState.Connecting => "connect",
        ConnectionState.OpenSent => "opensent",
        ConnectionState.OpenConfirm => "openconfirm",
        _ => "established",
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, BgpNeighborReport> Neighbors()
    {
        SortedDictionary<string, BgpNeighborReport> all = new(StringComparer.Ordinal);
        foreach (BgpRouter router in part.Routers)
        {
            if (part.Speaker.FindNeighbor(router.Address) is { } status)
            {
                all[router.Name] = Describe(router, status, part.Speaker.FindLearned(router.Address)?.Statistics ?? default);
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public IReadOnlyList<BgpRouteReport>? Routes(string router) => part.Find(router) is { } found
        ? [.. part.Speaker.Routes(found.Address).Select(Describe).OrderBy(r => r.Family, StringComparer.Ordinal).ThenBy(r => r.Route, StringComparer.Ordinal)]
        : null;

    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        sink.Counter("weir_bgp_unknown_refused_total", "BGP connections refused because their address is no neighbour's.", part.Speaker.UnknownRefused);
        sink.Counter("weir_bgp_early_refused_total", "BGP connections refused because octets came before their TTL could be checked.", part.Speaker.EarlyRefused);
        foreach ((string name, BgpNeighborReport neighbor) in Neighbors())
        {
            (string, string) router = ("router", name);
            sink.Gauge("weir_bgp_session_up", "1 while the session is established.", neighbor.State == "established" ? 1 : 0, router);
            sink.Gauge("weir_bgp_routes", "Unicast routes wanted within the cap.", neighbor.Routes, router);
            sink.Gauge("weir_bgp_routes_max", "Most unicast routes.", neighbor.MaxRoutes, router);
            sink.Gauge("weir_bgp_flows", "Flow specifications wanted within the cap.", neighbor.Flows, router);
            sink.Gauge("weir_bgp_flows_max", "Most flow specifications.", neighbor.MaxFlows, router);
            sink.Gauge("weir_bgp_near_cap", "1 while 80 % of a cap is in use.", neighbor.NearCap ? 1 : 0, router);
            sink.Gauge("weir_bgp_queued", "Routes waiting to be sent.", neighbor.Queued, router);
            sink.Gauge("weir_bgp_learned_prefixes", "Prefixes learned.", neighbor.Prefixes4, router, ("family", "ipv4"));
            sink.Gauge("weir_bgp_learned_prefixes", "Prefixes learned.", neighbor.Prefixes6, router, ("family", "ipv6"));
            sink.Gauge("weir_bgp_learned_paths", "Paths learned: more than prefixes where a route server sends several of one prefix.", neighbor.Paths, router);
            sink.Gauge("weir_bgp_learned_bytes", "Memory of what was learned, in bytes.", neighbor.LearnedBytes, router);
            foreach ((string counter, long value) in neighbor.Counters)
            {
                sink.Counter($"weir_bgp_{SnakeCase(counter)}_total", "Per neighbour, see docs/bgp.md.", value, router);
            }
        }
    }

    private static BgpNeighborReport Describe(BgpRouter router, NeighborStatus status, RibInStatistics learned) => new()
    {
        Address = router.Address.ToString(),
        State = StateText(status.State),
        EstablishedAt = status.EstablishedAt?.ToUnixTimeMilliseconds(),
        LocalAs = router.Options.LocalAs,
        PeerAs = status.Session?.PeerAs,
        PeerRouterId = status.Session is { } session ? new IPAddress([(byte)(session.PeerRouterId >> 24), (byte)(session.PeerRouterId >> 16), (byte)(session.PeerRouterId >> 8), (byte)session.PeerRouterId]).ToString() : null,
        HoldSeconds = status.Session?.HoldTimeSeconds,
        FamiliesOffered = Names(router.Options.Families),
        Families = Names(status.Session?.Families ?? FamilySet.None),
        AddPath = Names(status.Session?.AddPath ?? FamilySet.None),
        Withheld = FlowSpecActionNames.Of(router.Options.Withheld),
        Scripts = [.. router.Subscribers.Select(s => s.Script)],
        Routes = status.RouteCount,
        MaxRoutes = router.Options.MaxRoutes,
        Flows = status.FlowCount,
        MaxFlows = router.Options.MaxFlows,
        NearCap = status.IsNearCap,
        AtCap = status.RouteCount >= router.Options.MaxRoutes || status.FlowCount >= router.Options.MaxFlows,
        OverCap = status.OverCapCount,
        Queued = status.QueuedCount,
        Prefixes4 = learned.Prefixes4,
        Prefixes6 = learned.Prefixes6,
        Paths = learned.Paths,
        LearnedBytes = learned.Bytes,
        LastError = status.LastErrorText,
        Counters = Counters(status, learned),
    };

    private static Dictionary<string, long> Counters(NeighborStatus status, RibInStatistics learned) => new()
    {
        ["messagesReceived"] = status.Counters.MessagesReceived,
        ["updatesReceived"] = status.Counters.UpdatesReceived,
        ["updatesSent"] = status.Counters.UpdatesSent,
        ["established"] = status.Counters.Established,
        ["lost"] = status.Counters.Lost,
        ["replaced"] = status.Counters.Replaced,
        ["announced"] = status.Announced,
        ["withdrawn"] = status.Withdrawn,
        ["refused"] = status.RefusedCount,
        ["learned"] = learned.Learned,
        ["learnedWithdrawn"] = learned.Withdrawn,
        ["learnedIgnored"] = learned.Ignored,
        ["attributeDiscards"] = status.Counters.AttributeDiscards,
        ["treatedAsWithdraw"] = status.Counters.TreatedAsWithdraw,
        ["sessionResets"] = status.Counters.SessionResets,
        ["connectionsRejected"] = status.Counters.ConnectionsRejected,
        ["routesIgnored"] = status.Counters.RoutesIgnored,
        ["callbacksDropped"] = status.Counters.CallbacksDropped,
    };

    private static BgpRouteReport Describe(RouteReport report)
    {
        RouteAttributes attributes = report.Attributes;
        return new BgpRouteReport(report.Route.Family.ToString(), report.Route.ToString(), report.State.ToString(), report.Owners)
        {
            NextHop = attributes.NextHop?.ToString(),
            LocalPref = attributes.LocalPref,
            AsPath = attributes.AsPath.Segments.Count == 0 ? null : attributes.AsPath.ToString(),
            Communities =
            [
                .. attributes.Communities.Select(c => c.ToString()),
                .. attributes.ExtendedCommunities.Select(c => c.ToString()),
                .. attributes.LargeCommunities.Select(c => c.ToString()),
                .. attributes.Ipv6ExtendedCommunities.Select(c => c.ToString()),
            ],
        };
    }

    private static List<string> Names(FamilySet families) => [.. Families.Where(f => families.HasFlag(f)).Select(f => f.ToString())];

    private static string SnakeCase(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));
}
