using System.Globalization;
using System.Text.Json;
using Weir.Scripting.Bgp;

namespace Weir.Scripting.Calls;

/// <summary>BGP, as far as there is any.</summary>
/// <param name="bgp">The BGP side.</param>
/// <param name="stateChanged">Told when a session comes or goes: router, and true when it came.</param>
internal sealed class BgpCalls(IBgpService bgp, Action<string, bool> stateChanged)
{
    public void AddTo(CallTable table)
    {
        table.Add("bgpAddNeighbor", AddNeighbor);
        table.Add("bgpRemoveNeighbor", a => bgp.RemoveNeighbor(a.Text(0) ?? ""));
        table.Add("bgpAddSource", AddSource);
        table.Add("bgpRemoveSource", a => bgp.RemoveSource(a.Text(0) ?? ""));
        table.Add("bgpAddRoute", AddRoute);
        table.Add("bgpRemoveRoute", a => bgp.RemoveRoute(a.Text(0) ?? "", a.Text(1) ?? ""));
        table.Add("bgpRouteCount", a => bgp.RouteCount(a.Text(0) ?? ""));
        table.Add("bgpAddFlow", a => bgp.AddFlow(a.Text(0) ?? "", Flow(a)));
        table.Add("bgpRemoveFlow", a => bgp.RemoveFlow(a.Text(0) ?? "", Flow(a)));
        table.Add("bgpFlowCount", a => bgp.FlowCount(a.Text(0) ?? ""));
        table.Add("bgpTopPrefixes", a => TopPrefixes(a, isV6: false));
        table.Add("bgpTopPrefixes6", a => TopPrefixes(a, isV6: true));
        table.Add("bgpSetNextHops", a => bgp.SetNextHops(a.Texts(0)));
    }

    private object? AddNeighbor(CallArguments arguments)
    {
        double asNumber = arguments.Number(1) ?? 0;
        if (asNumber is < 1 or > uint.MaxValue)
        {
            throw new CallException(string.Create(CultureInfo.InvariantCulture, $"bgpAddNeighbor: {asNumber} is not an AS number"));
        }

        JsonElement options = arguments[3];
        bool Option(string name) => options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
        BgpNeighborSpec neighbor = new(arguments.Demand(0, "bgpAddNeighbor: the router"), (uint)asNumber, arguments.Text(2))
        {
            Ipv6 = Option("ipv6"),
            FlowSpec = Option("flowspec"),
            FlowSpec6 = Option("flowspec6"),
            Multipath = Option("multipath"),
        };
        return bgp.AddNeighbor(neighbor, stateChanged);
    }

    private object? AddSource(CallArguments arguments)
    {
        JsonElement router = arguments[1];
        string? v4 = CallArguments.AsText(router);
        string? v6 = v4;
        if (router.ValueKind == JsonValueKind.Object)
        {
            IReadOnlyDictionary<string, string> both = CallArguments.AsTexts(router);
            v4 = both.GetValueOrDefault("router");
            v6 = both.GetValueOrDefault("router6");
        }

        return bgp.AddSource(new BgpSourceSpec(arguments.Demand(0, "bgpAddSource: the agent"), v4, v6, arguments.Number(2), arguments.Text(3)));
    }

    private object? AddRoute(CallArguments arguments)
    {
        IReadOnlyDictionary<string, string> route = CallArguments.AsTexts(arguments[1]);
        BgpRouteSpec spec = new(route.GetValueOrDefault("prefix") ?? throw new CallException("bgpAddRoute: prefix is missing"))
        {
            NextHop = route.GetValueOrDefault("nexthop"),
            Communities = route.GetValueOrDefault("communities"),
            LocalPref = route.GetValueOrDefault("localpref"),
            AsPath = route.GetValueOrDefault("aspath"),
            Med = route.GetValueOrDefault("med"),
        };
        return bgp.AddRoute(arguments.Text(0) ?? "", spec);
    }

    private static BgpFlowSpec Flow(CallArguments arguments)
    {
        JsonElement flow = arguments[1];
        return flow.ValueKind == JsonValueKind.Object && flow.TryGetProperty("match", out JsonElement match)
            ? new BgpFlowSpec(CallArguments.AsTexts(match), flow.TryGetProperty("then", out JsonElement then) ? CallArguments.AsTexts(then) : CallArguments.AsTexts(default))
            : throw new CallException("a FlowSpec rule needs a match");
    }


    private object? TopPrefixes(CallArguments arguments, bool isV6) => bgp.TopPrefixes(
        new BgpTopPrefixesQuery(arguments.Text(0) ?? "", isV6, arguments.Whole(1, 100, 0, int.MaxValue))
        {
            MinValue = arguments.Number(2) ?? 0,
            Direction = arguments.Text(3),
            IncludeCovered = arguments.Flag(4),
            MinPrefix = arguments.Whole(5, 0, 0, 128),
        });
}
