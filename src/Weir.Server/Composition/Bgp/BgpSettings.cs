using System.Net;
using System.Net.Sockets;
using Weir.Bgp.FlowSpec;
using Weir.Server.Configuration;

namespace Weir.Server.Composition.Bgp;

/// <summary>What the properties say about BGP.</summary>
public sealed record BgpSettings
{
    /// <summary>TCP port to listen on; 1179 as sFlow-RT has it, 0 takes a free one.</summary>
    public int Port { get; init; } = 1179;

    /// <summary>Addresses to listen on: all, because <c>bgp.start=yes</c> is the operator's word and sessions come from named neighbours only.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [IPAddress.Any];

    /// <summary>Most unicast routes at each neighbour.</summary>
    public int MaxRoutes { get; init; } = 10_000;

    /// <summary>Most flow specifications at each neighbour.</summary>
    public int MaxFlows { get; init; } = 1_000;

    /// <summary>Whether packets of neighbours must have a TTL of 255 (RFC 5082).</summary>
    public bool TtlSecurity { get; init; }

    /// <summary>Whether a stop leaves the routes with neighbours that keep them across a restart (RFC 4724).</summary>
    public bool KeepRoutes { get; init; }

    /// <summary>Seconds that routers may keep our routes after a crash; some wait as long before they dial again. 0 asks for nothing.</summary>
    public int RestartSeconds { get; init; } = 15;

    /// <summary>Seconds between two attempts to dial a router.</summary>
    public int RetrySeconds { get; init; } = 10;

    /// <summary>Ports of routers to dial besides listening, by router text.</summary>
    public IReadOnlyDictionary<string, int> DialPorts { get; init; } = new Dictionary<string, int>();

    /// <summary>TCP MD5 secrets by router text.</summary>
    public IReadOnlyDictionary<string, string> Passwords { get; init; } = new Dictionary<string, string>();

    /// <summary>Actions of flow specifications that a router is never sent, by router text.</summary>
    public IReadOnlyDictionary<string, FlowSpecActionSet> Withheld { get; init; } = new Dictionary<string, FlowSpecActionSet>();

    /// <summary>Reads the properties; null when <c>bgp.start</c> is not yes.</summary>
    /// <exception cref="PropertyException">A value is wrong.</exception>
    public static BgpSettings? Read(PropertySet properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        const string passwordPrefix = "weir.bgp.password.";
        const string dialPrefix = "weir.bgp.dial.";
        const string withholdPrefix = "weir.bgp.withhold.";
        return !properties.Flag("bgp.start", false) ? null : new BgpSettings
        {
            Port = properties.Number("bgp.port", 1179, 0, 65535),
            Addresses = ReadAddresses(properties.List("bgp.address")),
            MaxRoutes = properties.Number("weir.bgp.maxroutes", 10_000, 0, 20_000),
            MaxFlows = properties.Number("weir.bgp.maxflows", 1_000, 0, 20_000),
            TtlSecurity = properties.Flag("weir.bgp.ttlsecurity", false),
            KeepRoutes = properties.Flag("weir.bgp.keeproutes", false),
            RetrySeconds = properties.Number("weir.bgp.connectretry", 10, 1, 3600),
            RestartSeconds = properties.Number("weir.bgp.restart", 15, 0, 4095),
            DialPorts = properties.Keys.Where(k => k.StartsWith(dialPrefix, StringComparison.Ordinal))
                .ToDictionary(k => k[dialPrefix.Length..], k => properties.Number(k, 0, 1, 65535)),
            Passwords = properties.Where(p => p.Key.StartsWith(passwordPrefix, StringComparison.Ordinal) && p.Value.Length > 0)
                .ToDictionary(p => p.Key[passwordPrefix.Length..], p => p.Value),
            Withheld = properties.Keys.Where(k => k.StartsWith(withholdPrefix, StringComparison.Ordinal))
                .ToDictionary(k => k[withholdPrefix.Length..], k => ReadActions(k, properties.List(k))),
        };
    }

    /// <summary>The address to dial a router from: the one listened on, where one is named.</summary>
    public IPAddress? SourceFor(IPAddress router) =>
        Addresses.FirstOrDefault(a => a.AddressFamily == router.AddressFamily) is { } own && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any) ? own : null;

    private static FlowSpecActionSet ReadActions(string property, IReadOnlyList<string> names)
    {
        FlowSpecActionSet actions = FlowSpecActionSet.None;
        foreach (string name in names)
        {
            actions |= FlowSpecActionNames.TryFind(name, out FlowSpecActionSet action)
                ? action
                : throw new PropertyException($"property {property}={name}: expected {string.Join(", ", FlowSpecActionNames.Of((FlowSpecActionSet)~0))}");
        }

        return actions;
    }

    private static IReadOnlyList<IPAddress> ReadAddresses(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return Socket.OSSupportsIPv6 ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.Any];
        }

        return
        [
            .. texts.Select(text => IPAddress.TryParse(text, out IPAddress? address)
                ? address
                : throw new PropertyException($"property bgp.address={text}: expected an IP address")),
        ];
    }
}
