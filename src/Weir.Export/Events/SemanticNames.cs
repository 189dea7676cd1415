using System.Collections.Frozen;

namespace Weir.Export.Events;

/// <summary>What the fields of Weir's events are called by OpenTelemetry's semantic conventions and by the Elastic Common Schema.</summary>
/// <remarks>Only names that exist there are listed; every other field keeps the name it has. Several of ours may have one name there
/// (<c>ipsource</c> and <c>ip6source</c>): a packet has only one of them, and who renames fields keeps the first.</remarks>
public static class SemanticNames
{
    private static readonly FrozenDictionary<string, (string? Otel, string? Ecs)> Names = new Dictionary<string, (string? Otel, string? Ecs)>
    {
        // Where it was seen.
        ["agent"] = (null, "observer.ip"),
        ["inputifindex"] = (null, "observer.ingress.interface.id"),
        ["outputifindex"] = (null, "observer.egress.interface.id"),
        ["ifname"] = ("network.interface.name", "observer.ingress.interface.name"),
        ["vlan"] = (null, "network.vlan.id"),
        ["thresholdID"] = (null, "rule.name"),

        // Addresses. OpenTelemetry has one address for each side, whatever its family.
        ["ipsource"] = ("source.address", "source.ip"),
        ["ip6source"] = ("source.address", "source.ip"),
        ["ipdestination"] = ("destination.address", "destination.ip"),
        ["ip6destination"] = ("destination.address", "destination.ip"),
        ["macsource"] = (null, "source.mac"),
        ["macdestination"] = (null, "destination.mac"),

        // Ports and protocols.
        ["tcpsourceport"] = ("source.port", "source.port"),
        ["udpsourceport"] = ("source.port", "source.port"),
        ["sctpsourceport"] = ("source.port", "source.port"),
        ["tcpdestinationport"] = ("destination.port", "destination.port"),
        ["udpdestinationport"] = ("destination.port", "destination.port"),
        ["sctpdestinationport"] = ("destination.port", "destination.port"),
        ["ipprotocol"] = (null, "network.iana_number"),
        ["ip6nexthdr"] = (null, "network.iana_number"),
        ["bytes"] = (null, "network.bytes"),
        ["frames"] = (null, "network.packets"),

        // Autonomous systems and places.
        ["bgpsourceas"] = (null, "source.as.number"),
        ["bgpdestinationas"] = (null, "destination.as.number"),
        ["asnsource"] = (null, "source.as.number"),
        ["asndestination"] = (null, "destination.as.number"),

        // Names and requests.
        ["dnsqname"] = ("dns.question.name", "dns.question.name"),
        ["httpmethod"] = ("http.request.method", "http.request.method"),
        ["httpstatus"] = ("http.response.status_code", "http.response.status_code"),
        ["httpurl"] = ("url.full", "url.full"),
        ["httpuseragent"] = ("user_agent.original", "user_agent.original"),
        ["httphost"] = ("server.address", "server.address"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Fields that have a name elsewhere.</summary>
    public static IEnumerable<string> Known => Names.Keys;

    /// <summary>The name of OpenTelemetry's attribute, or the field's own.</summary>
    public static string OpenTelemetry(string field) => Names.TryGetValue(field, out (string? Otel, string? Ecs) names) ? names.Otel ?? field : field;

    /// <summary>The name of the Elastic Common Schema's field, or the field's own.</summary>
    public static string Ecs(string field) => Names.TryGetValue(field, out (string? Otel, string? Ecs) names) ? names.Ecs ?? field : field;
}
