using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;

namespace Weir.Server.Benchmarks;

/// <summary>The fourteen flow definitions, thresholds and groups that the published DDoS app installs: the workload of <c>bench --flows 14</c>.</summary>
/// <remarks>Seven attack types for IPv4 and IPv6; they share keys, groups and most of their filters, as the app's do.</remarks>
public static class DdosProtectDefinitions
{
    /// <summary>Name of the group set.</summary>
    public const string GroupSet = "ddos_protect";

    private const string Excluded = "external,private,multicast,exclude";

    /// <summary>
    /// Groups under which the generated workload is attack traffic: 192.168.0.0/16 is the protected site, everything else outside.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["external"] = ["0.0.0.0/0", "::/0"],
        ["private"] = ["172.16.0.0/12", "169.254.0.0/16", "fc00::/7"],
        ["multicast"] = ["224.0.0.0/4", "ff00::/8"],
        ["local"] = ["192.168.0.0/16"],
    };

    /// <summary>The definitions by name.</summary>
    public static IReadOnlyDictionary<string, FlowDefinition> Flows { get; } = MakeFlows();

    /// <summary>Packets per second above which each definition raises an event, the app's defaults.</summary>
    public static IReadOnlyDictionary<string, ThresholdDefinition> Thresholds { get; } = Flows.Keys.ToDictionary(
        name => name,
        name => new ThresholdDefinition
        {
            Metric = name,
            Value = name.EndsWith("ip_flood", StringComparison.Ordinal) || name.EndsWith("ip6_flood", StringComparison.Ordinal) ? 1_000_000 : 500_000,
            ByFlow = true,
            Timeout = 60,
        });

    /// <summary>Installs groups, flows and thresholds.</summary>
    public static void Install(AnalyticsEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.SetGroups(GroupSet, Groups);
        foreach ((string name, FlowDefinition flow) in Flows)
        {
            engine.SetFlow(name, flow);
            engine.SetThreshold(name, Thresholds[name]);
        }
    }

    private static Dictionary<string, FlowDefinition> MakeFlows()
    {
        Dictionary<string, FlowDefinition> flows = [];
        foreach (bool v6 in (bool[])[false, true])
        {
            string ip = v6 ? "ip6" : "ip";
            string six = v6 ? "6" : "";
            string protocol = v6 ? "ip6nexthdr" : "ipprotocol";
            string fragment = v6 ? "(ip6fragm=yes|range:ip6fragoffset:1=true)&" : "(ipflags=001|range:ipfragoffset:1=true)&";
            Add(flows, ip, $"{ip}_flood", protocol, "");
            Add(flows, ip, $"{ip}_fragmentation", protocol, fragment);
            Add(flows, ip, $"icmp{six}_flood", $"icmp{six}type", v6 ? $"{protocol}=58&" : $"{protocol}=1&");
            Add(flows, ip, $"udp{six}_flood", "udpdestinationport", $"{protocol}=17&");
            Add(flows, ip, $"udp{six}_amplification", "udpsourceport", $"{protocol}=17&");
            Add(flows, ip, $"tcp{six}_flood", "tcpdestinationport", $"{protocol}=6&");
            Add(flows, ip, $"tcp{six}_amplification", "tcpsourceport", $"{protocol}=6&tcpflags~....1..1.&");
        }

        return flows;
    }

    private static void Add(Dictionary<string, FlowDefinition> flows, string ip, string attack, string thirdKey, string extraFilter)
    {
        flows[$"ddos_protect_{attack}"] = new FlowDefinition
        {
            Keys = $"{ip}destination,group:{ip}destination:{GroupSet},{thirdKey}",
            Value = "frames",
            Values = [$"count:{ip}source", $"avg:{ip}bytes"],
            Filter = $"{extraFilter}first:stack:.:ip:ip6={ip}&group:{ip}source:{GroupSet}=external&group:{ip}destination:{GroupSet}!={Excluded}",
            AggMode = "AGENT",
            T = 2,
        };
    }
}
