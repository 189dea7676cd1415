using System.Text.Json.Serialization;

namespace Weir.Analytics.Topology;

/// <summary>Where a host enters the network: an entry of <c>topologyLocateHostMac()</c> and its relatives. Unknown members are null.</summary>
public sealed record HostLocation
{
    /// <summary>MAC address, twelve upper-case hexadecimal digits.</summary>
    public required string Mac { get; init; }

    /// <summary>Node name.</summary>
    public string? Node { get; init; }

    /// <summary>Port name.</summary>
    public string? Port { get; init; }

    /// <summary>Agent address.</summary>
    public required string Agent { get; init; }

    /// <summary>Interface index as text.</summary>
    [JsonPropertyName("ifindex")]
    public required string IfIndex { get; init; }

    /// <summary>VLAN.</summary>
    public uint? Vlan { get; init; }

    /// <summary>Maker of the adapter, from the list of <c>oui.names</c>.</summary>
    [JsonPropertyName("ouiname")]
    public string? OuiName { get; init; }

    /// <summary>IPv4 address last seen from the host.</summary>
    [JsonPropertyName("ipaddress")]
    public string? IpAddress { get; init; }

    /// <summary>IPv6 address last seen from the host.</summary>
    [JsonPropertyName("ip6address")]
    public string? Ip6Address { get; init; }

    /// <summary>Aggregate that the port belongs to, from its LAG counters.</summary>
    [JsonPropertyName("agg_attachedaggid")]
    public object? AttachedAggregate { get; init; }

    /// <summary>System at the other end of the port's aggregate, from its LAG counters.</summary>
    [JsonPropertyName("agg_partneropersystemid")]
    public object? PartnerSystem { get; init; }
}
