using System.Globalization;
using Weir.Bgp;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Scripting.Bgp;

namespace Weir.Server.Composition.Bgp;

/// <summary>BGP as one script uses it. Its routes carry its name, end with the session, and are put back by its open callback.</summary>
/// <remarks>A route is taken only when it is sent or about to be: what is refused leaves no wish behind.</remarks>
internal sealed class BgpService(BgpPart part, string script) : IBgpService
{
    private readonly RouteOwner _owner = new(script, EndsWithSession: true);

    /// <inheritdoc/>
    public IBgpService For(string script) => new BgpService(part, script);

    /// <inheritdoc/>
    public bool AddNeighbor(BgpNeighborSpec neighbor, Action<string, bool> stateChanged)
    {
        bool? added = part.Names.Find(neighbor.Router, (address, unknown) =>
        {
            BgpNeighborOptions? options = null;
            string? problem = unknown ?? BgpNeighborMaker.TryMake(neighbor, address!, part.Settings, out options);
            problem ??= part.Add(options!, new BgpSubscriber(script, neighbor.Router, stateChanged));
            return Report("bgp-neighbor-add", neighbor.Router, neighbor.Router, problem);
        });
        if (added is null)
        {
            part.Advise(script, neighbor.Router, "the name is still being looked up; the neighbour is added when the answer comes");
        }

        return added ?? true;
    }

    /// <inheritdoc/>
    public bool RemoveNeighbor(string router)
    {
        if (part.Names.TryFollow(router, () => RemoveNeighbor(router)))
        {
            return true;
        }

        return Report("bgp-neighbor-remove", router, router, part.Remove(router, script) ? null : "not a neighbour");
    }

    /// <inheritdoc/>
    public bool AddSource(BgpSourceSpec source)
    {
        // A neighbour whose name is still being looked up will be there, and then this is done.
        string? awaited = new[] { source.Router, source.Router6 }.FirstOrDefault(r => r is not null && part.Find(r) is null);
        if (awaited is not null && part.Names.TryFollow(awaited, () => AddSource(source)))
        {
            return true;
        }

        BgpRouter? router4 = source.Router is null ? null : part.Find(source.Router);
        BgpRouter? router6 = source.Router6 is null ? null : part.Find(source.Router6);
        string routers = string.Join(", ", new[] { source.Router, source.Router6 }.Where(r => r is not null).Distinct());
        string? problem = null;
        if ((router4 ?? router6) is null || (source.Router is not null && router4 is null) || (source.Router6 is not null && router6 is null))
        {
            problem = "not a neighbour: bgpAddNeighbor comes first";
        }
        else if (source.T is { } t && (!double.IsFinite(t) || t is <= 0 or > 86_400))
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"t: {t} is no number of seconds up to a day");
        }
        else if (source.Value is not (null or "bytes" or "frames"))
        {
            problem = $"value: '{source.Value}' is neither bytes nor frames";
        }
        else if (!part.SetSource(source.Agent, new RibLookup(part.Speaker, part.NextHops, router4, router6)))
        {
            problem = $"agent: '{source.Agent}' is neither an address nor EDGE";
        }
        else if (source is { T: { } seconds, Value: not null })
        {
            Count(router4, seconds, source.Value == "bytes");
            Count(router6, seconds, source.Value == "bytes");
        }

        return Report("bgp-source-add", routers, $"{source.Agent} from {routers}", problem);
    }

    /// <inheritdoc/>
    public bool RemoveSource(string agent) => Report("bgp-source-remove", agent, agent, part.SetSource(agent, null) ? null : "not a source");

    /// <inheritdoc/>
    public bool AddRoute(string router, BgpRouteSpec route)
    {
        if (part.Find(router) is not { } neighbor)
        {
            return Report("bgp-route-add", router, $"{router} {route.Prefix}", "not a neighbour");
        }

        string nextHop = route.NextHop ?? BgpNeighborMaker.OwnAddress(neighbor.Address)?.ToString() ?? "";
        uint med = 0;
        string? problem = route.Med is null || uint.TryParse(route.Med, NumberStyles.None, CultureInfo.InvariantCulture, out med) ? null : $"med: '{route.Med}' is not a number";
        if (!UnicastRoute.TryParse(route.Prefix, nextHop, route.Communities ?? "", route.LocalPref ?? "", route.AsPath ?? "", out UnicastRoute? parsed, out IReadOnlyList<string> problems))
        {
            problem = string.Join("; ", problem is null ? problems : [.. problems, problem]);
        }

        if (problem is not null)
        {
            return Report("bgp-route-add", router, $"{router} {route.Prefix}", problem);
        }

        UnicastRoute wanted = route.Med is null ? parsed! : parsed! with { Attributes = WithMed(parsed.Attributes, med) };
        return Settle("bgp-route-add", neighbor, router, wanted.Nlri, part.Speaker.AddRoute(neighbor.Address, _owner, wanted));
    }

    /// <inheritdoc/>
    public bool RemoveRoute(string router, string prefix)
    {
        string? problem = null;
        if (part.Find(router) is not { } neighbor)
        {
            problem = "not a neighbour";
        }
        else if (!IpPrefix.TryParse(prefix, out IpPrefix parsed))
        {
            problem = $"prefix: '{prefix}' is not an address or prefix";
        }
        else if (!part.Speaker.Remove(neighbor.Address, _owner.Name, Nlri.FromPrefix(parsed)))
        {
            problem = "not announced by this script";
        }
        else
        {
            part.CheckCap(neighbor);
        }

        return Report("bgp-route-remove", router, $"{router} {prefix}", problem);
    }

    /// <inheritdoc/>
    public int RouteCount(string router) => StatusOf(router)?.RouteCount ?? 0;

    /// <inheritdoc/>
    public bool AddFlow(string router, BgpFlowSpec flow)
    {
        if (part.Find(router) is not { } neighbor)
        {
            return Report("bgp-flow-add", router, router, "not a neighbour");
        }

        bool isGood = FlowSpecCompiler.TryCompile(flow.Match, flow.Then, out FlowSpecRoute? compiled, out IReadOnlyList<FlowSpecProblem> problems);
        foreach (FlowSpecProblem advice in problems.Where(p => !p.IsError))
        {
            part.Advise(script, router, advice.ToString());
        }

        return isGood
            ? Settle("bgp-flow-add", neighbor, router, compiled!.Nlri, part.Speaker.AddFlow(neighbor.Address, _owner, compiled))
            : Report("bgp-flow-add", router, router, string.Join("; ", problems.Where(p => p.IsError)));
    }

    /// <inheritdoc/>
    public bool RemoveFlow(string router, BgpFlowSpec flow)
    {
        string? problem = null;
        string target = router;
        if (part.Find(router) is not { } neighbor)
        {
            problem = "not a neighbour";
        }
        else if (!FlowSpecCompiler.TryCompile(flow.Match, new Dictionary<string, string>(), out FlowSpecRoute? compiled, out IReadOnlyList<FlowSpecProblem> problems))
        {
            problem = string.Join("; ", problems.Where(p => p.IsError));
        }
        else
        {
            target = $"{router} {compiled!.Nlri}";
            problem = part.Speaker.Remove(neighbor.Address, _owner.Name, compiled.Nlri) ? null : "not announced by this script";
            part.CheckCap(neighbor);
        }

        return Report("bgp-flow-remove", router, target, problem);
    }

    /// <inheritdoc/>
    public int FlowCount(string router) => StatusOf(router)?.FlowCount ?? 0;

    /// <inheritdoc/>
    public BgpTopPrefixes? TopPrefixes(BgpTopPrefixesQuery query)
    {
        if (part.Find(query.Router) is not { PeerAs: > 0 } router || part.Speaker.FindNeighbor(router.Address) is not { } status || part.Speaker.FindLearned(router.Address) is not { } rib)
        {
            return null;
        }

        RibInStatistics learned = rib.Statistics;
        BgpTraffic? traffic = router.Traffic;
        PrefixTraffic? counted = query.Direction == "ingress" ? traffic?.Ingress : traffic?.Egress;
        TopPrefixList top = counted?.Top(query.Count, query.MinValue, query.IsV6, query.MinPrefix, query.IncludeCovered, part.Engine.NowMs * 1000) ?? new TopPrefixList([], 0, 0);
        return new BgpTopPrefixes
        {
            State = BgpReports.StateText(status.State),
            NPrefixes = query.IsV6 ? learned.Prefixes6 : learned.Prefixes4,
            LearnedPrefixesAdded = learned.Learned,
            LearnedPrefixesRemoved = learned.Withdrawn,
            PushedPrefixesAdded = status.Announced,
            PushedPrefixesRemoved = status.Withdrawn,
            ValueTotal = top.Total,
            ValuePercentCoverage = top.CoveragePercent,
            TopPrefixes = [.. top.Prefixes.Select(p => Describe(p, rib))],
        };
    }

    /// <inheritdoc/>
    public bool SetNextHops(IReadOnlyDictionary<string, string> macByNextHop) =>
        Report("bgp-nexthops-set", "all", $"{macByNextHop.Count} next hops", part.NextHops.Replace(macByNextHop));

    private static void Count(BgpRouter? router, double t, bool bytes)
    {
        if (router is not null && (router.Traffic is not { } counted || !counted.T.Equals(t) || counted.CountsBytes != bytes))
        {
            router.Traffic = new BgpTraffic(t, bytes);
        }
    }

    private static BgpTopPrefix Describe(TopPrefix prefix, RibIn rib)
    {
        bool known = rib.TryFind(prefix.Prefix.Bits, prefix.Prefix.IsV6, out LearnedRoute route) && route.Prefix == prefix.Prefix;
        RouteAttributes? attributes = known ? route.Attributes : null;
        return new BgpTopPrefix(prefix.Prefix.ToString(), prefix.Value)
        {
            ParentPrefix = prefix.Parent?.ToString(),
            NextHop = attributes?.NextHop?.ToString(),
            AsPath = attributes?.AsPath.ToString(),
            LocalPref = attributes?.LocalPref?.ToString(CultureInfo.InvariantCulture),
            Communities = attributes is { Communities.Count: > 0 } ? string.Join(' ', attributes.Communities) : null,
        };
    }

    private static RouteAttributes WithMed(RouteAttributes route, uint med) => new()
    {
        Origin = route.Origin,
        AsPath = route.AsPath,
        NextHop = route.NextHop,
        MultiExitDisc = med,
        LocalPref = route.LocalPref,
        Communities = route.Communities,
        ExtendedCommunities = route.ExtendedCommunities,
        LargeCommunities = route.LargeCommunities,
    };

    private NeighborStatus? StatusOf(string router) => part.Find(router) is { } found ? part.Speaker.FindNeighbor(found.Address) : null;

    // What is not sent now must not come back by itself later: the script knows it as refused.
    private bool Settle(string action, BgpRouter neighbor, string router, Nlri route, AddRouteResult result)
    {
        if (result is AddRouteResult.NoSession or AddRouteResult.FilteredByCapability or AddRouteResult.OverCap)
        {
            part.Speaker.Remove(neighbor.Address, _owner.Name, route);
        }

        part.CheckCap(neighbor);
        string? problem = result switch
        {
            AddRouteResult.Accepted => null,
            AddRouteResult.NoSession => "no session",
            AddRouteResult.FilteredByCapability => $"the neighbour does not speak {route.Family}",
            AddRouteResult.OverCap => "the cap is reached (weir.bgp.maxroutes, weir.bgp.maxflows)",
            AddRouteResult.Withheld => "an action that is withheld from this router (weir.bgp.withhold)",
            AddRouteResult.Refused => "the table of wishes is full",
            AddRouteResult.UnknownNeighbor => "not a neighbour",
            _ => "not valid: next hop of the other family, or attributes too long for a message",
        };
        return Report(action, router, $"{router} {route}", problem);
    }

    private bool Report(string action, string router, string target, string? problem)
    {
        part.Note(script, action, target, problem is null ? "done" : $"refused: {problem}");
        if (problem is not null)
        {
            part.Logger.BgpRefused(script, router, problem);
        }

        return problem is null;
    }
}
