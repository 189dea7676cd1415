using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Tables of a Broadcom switch: counter record <c>hw_tables</c> (sFlow v5, 4413:3).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// host_entries(4) host_entries_max(4) ipv4_entries(4) ipv4_entries_max(4) ipv6_entries(4) ipv6_entries_max(4)
/// ipv4_ipv6_entries(4) ipv6_ipv6_entries_max(4) long_ipv6_entries(4) long_ipv6_entries_max(4) total_routes(4)
/// total_routes_max(4) ecmp_nexthops(4) ecmp_nexthops_max(4) mac_entries(4) mac_entries_max(4) ipv4_neighbors(4)
/// ipv6_neighbors(4) ipv4_routes(4) ipv6_routes(4) acl_ingress_entries(4) acl_ingress_entries_max(4)
/// acl_ingress_counters(4) acl_ingress_counters_max(4) acl_ingress_meters(4) acl_ingress_meters_max(4)
/// acl_ingress_slices(4) acl_ingress_slices_max(4) acl_egress_entries(4) acl_egress_entries_max(4)
/// acl_egress_counters(4) acl_egress_counters_max(4) acl_egress_meters(4) acl_egress_meters_max(4)
/// acl_egress_slices(4) acl_egress_slices_max(4)
/// </code>
/// </remarks>
public readonly record struct HwTables : IRecord<HwTables>
{
    /// <summary>Tag of the record: 4413:3.</summary>
    public const uint Tag = (4413u << 12) | 3;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 144;

    /// <summary>Host entries in use.</summary>
    public uint HostEntries { get; init; }

    /// <summary>Room for host entries.</summary>
    public uint HostEntriesMax { get; init; }

    /// <summary>IPv4 entries in use.</summary>
    public uint Ipv4Entries { get; init; }

    /// <summary>Room for IPv4 entries.</summary>
    public uint Ipv4EntriesMax { get; init; }

    /// <summary>IPv6 entries in use.</summary>
    public uint Ipv6Entries { get; init; }

    /// <summary>Room for IPv6 entries.</summary>
    public uint Ipv6EntriesMax { get; init; }

    /// <summary>IPv4 IPv6 entries in use.</summary>
    public uint Ipv4Ipv6Entries { get; init; }

    /// <summary>Room for IPv6 IPv6 entries.</summary>
    public uint Ipv6Ipv6EntriesMax { get; init; }

    /// <summary>Long IPv6 entries in use.</summary>
    public uint LongIpv6Entries { get; init; }

    /// <summary>Room for long IPv6 entries.</summary>
    public uint LongIpv6EntriesMax { get; init; }

    /// <summary>Total routes in use.</summary>
    public uint TotalRoutes { get; init; }

    /// <summary>Room for total routes.</summary>
    public uint TotalRoutesMax { get; init; }

    /// <summary>ECMP next hops in use.</summary>
    public uint EcmpNexthops { get; init; }

    /// <summary>Room for ECMP next hops.</summary>
    public uint EcmpNexthopsMax { get; init; }

    /// <summary>MAC entries in use.</summary>
    public uint MacEntries { get; init; }

    /// <summary>Room for MAC entries.</summary>
    public uint MacEntriesMax { get; init; }

    /// <summary>IPv4 neighbors in use.</summary>
    public uint Ipv4Neighbors { get; init; }

    /// <summary>IPv6 neighbors in use.</summary>
    public uint Ipv6Neighbors { get; init; }

    /// <summary>IPv4 routes in use.</summary>
    public uint Ipv4Routes { get; init; }

    /// <summary>IPv6 routes in use.</summary>
    public uint Ipv6Routes { get; init; }

    /// <summary>ACL ingress entries in use.</summary>
    public uint AclIngressEntries { get; init; }

    /// <summary>Room for ACL ingress entries.</summary>
    public uint AclIngressEntriesMax { get; init; }

    /// <summary>ACL ingress counters in use.</summary>
    public uint AclIngressCounters { get; init; }

    /// <summary>Room for ACL ingress counters.</summary>
    public uint AclIngressCountersMax { get; init; }

    /// <summary>ACL ingress meters in use.</summary>
    public uint AclIngressMeters { get; init; }

    /// <summary>Room for ACL ingress meters.</summary>
    public uint AclIngressMetersMax { get; init; }

    /// <summary>ACL ingress slices in use.</summary>
    public uint AclIngressSlices { get; init; }

    /// <summary>Room for ACL ingress slices.</summary>
    public uint AclIngressSlicesMax { get; init; }

    /// <summary>ACL egress entries in use.</summary>
    public uint AclEgressEntries { get; init; }

    /// <summary>Room for ACL egress entries.</summary>
    public uint AclEgressEntriesMax { get; init; }

    /// <summary>ACL egress counters in use.</summary>
    public uint AclEgressCounters { get; init; }

    /// <summary>Room for ACL egress counters.</summary>
    public uint AclEgressCountersMax { get; init; }

    /// <summary>ACL egress meters in use.</summary>
    public uint AclEgressMeters { get; init; }

    /// <summary>Room for ACL egress meters.</summary>
    public uint AclEgressMetersMax { get; init; }

    /// <summary>ACL egress slices in use.</summary>
    public uint AclEgressSlices { get; init; }

    /// <summary>Room for ACL egress slices.</summary>
    public uint AclEgressSlicesMax { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HwTables>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HwTables record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new HwTables
        {
            HostEntries = XdrField.UInt32(body, 0),
            HostEntriesMax = XdrField.UInt32(body, 4),
            Ipv4Entries = XdrField.UInt32(body, 8),
            Ipv4EntriesMax = XdrField.UInt32(body, 12),
            Ipv6Entries = XdrField.UInt32(body, 16),
            Ipv6EntriesMax = XdrField.UInt32(body, 20),
            Ipv4Ipv6Entries = XdrField.UInt32(body, 24),
            Ipv6Ipv6EntriesMax = XdrField.UInt32(body, 28),
            LongIpv6Entries = XdrField.UInt32(body, 32),
            LongIpv6EntriesMax = XdrField.UInt32(body, 36),
            TotalRoutes = XdrField.UInt32(body, 40),
            TotalRoutesMax = XdrField.UInt32(body, 44),
            EcmpNexthops = XdrField.UInt32(body, 48),
            EcmpNexthopsMax = XdrField.UInt32(body, 52),
            MacEntries = XdrField.UInt32(body, 56),
            MacEntriesMax = XdrField.UInt32(body, 60),
            Ipv4Neighbors = XdrField.UInt32(body, 64),
            Ipv6Neighbors = XdrField.UInt32(body, 68),
            Ipv4Routes = XdrField.UInt32(body, 72),
            Ipv6Routes = XdrField.UInt32(body, 76),
            AclIngressEntries = XdrField.UInt32(body, 80),
            AclIngressEntriesMax = XdrField.UInt32(body, 84),
            AclIngressCounters = XdrField.UInt32(body, 88),
            AclIngressCountersMax = XdrField.UInt32(body, 92),
            AclIngressMeters = XdrField.UInt32(body, 96),
            AclIngressMetersMax = XdrField.UInt32(body, 100),
            AclIngressSlices = XdrField.UInt32(body, 104),
            AclIngressSlicesMax = XdrField.UInt32(body, 108),
            AclEgressEntries = XdrField.UInt32(body, 112),
            AclEgressEntriesMax = XdrField.UInt32(body, 116),
            AclEgressCounters = XdrField.UInt32(body, 120),
            AclEgressCountersMax = XdrField.UInt32(body, 124),
            AclEgressMeters = XdrField.UInt32(body, 128),
            AclEgressMetersMax = XdrField.UInt32(body, 132),
            AclEgressSlices = XdrField.UInt32(body, 136),
            AclEgressSlicesMax = XdrField.UInt32(body, 140),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(HostEntries);
        writer.WriteUInt32(HostEntriesMax);
        writer.WriteUInt32(Ipv4Entries);
        writer.WriteUInt32(Ipv4EntriesMax);
        writer.WriteUInt32(Ipv6Entries);
        writer.WriteUInt32(Ipv6EntriesMax);
        writer.WriteUInt32(Ipv4Ipv6Entries);
        writer.WriteUInt32(Ipv6Ipv6EntriesMax);
        writer.WriteUInt32(LongIpv6Entries);
        writer.WriteUInt32(LongIpv6EntriesMax);
        writer.WriteUInt32(TotalRoutes);
        writer.WriteUInt32(TotalRoutesMax);
        writer.WriteUInt32(EcmpNexthops);
        writer.WriteUInt32(EcmpNexthopsMax);
        writer.WriteUInt32(MacEntries);
        writer.WriteUInt32(MacEntriesMax);
        writer.WriteUInt32(Ipv4Neighbors);
        writer.WriteUInt32(Ipv6Neighbors);
        writer.WriteUInt32(Ipv4Routes);
        writer.WriteUInt32(Ipv6Routes);
        writer.WriteUInt32(AclIngressEntries);
        writer.WriteUInt32(AclIngressEntriesMax);
        writer.WriteUInt32(AclIngressCounters);
        writer.WriteUInt32(AclIngressCountersMax);
        writer.WriteUInt32(AclIngressMeters);
        writer.WriteUInt32(AclIngressMetersMax);
        writer.WriteUInt32(AclIngressSlices);
        writer.WriteUInt32(AclIngressSlicesMax);
        writer.WriteUInt32(AclEgressEntries);
        writer.WriteUInt32(AclEgressEntriesMax);
        writer.WriteUInt32(AclEgressCounters);
        writer.WriteUInt32(AclEgressCountersMax);
        writer.WriteUInt32(AclEgressMeters);
        writer.WriteUInt32(AclEgressMetersMax);
        writer.WriteUInt32(AclEgressSlices);
        writer.WriteUInt32(AclEgressSlicesMax);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("host_entries", HostEntries);
        json.WriteNumber("host_entries_max", HostEntriesMax);
        json.WriteNumber("ipv4_entries", Ipv4Entries);
        json.WriteNumber("ipv4_entries_max", Ipv4EntriesMax);
        json.WriteNumber("ipv6_entries", Ipv6Entries);
        json.WriteNumber("ipv6_entries_max", Ipv6EntriesMax);
        json.WriteNumber("ipv4_ipv6_entries", Ipv4Ipv6Entries);
        json.WriteNumber("ipv6_ipv6_entries_max", Ipv6Ipv6EntriesMax);
        json.WriteNumber("long_ipv6_entries", LongIpv6Entries);
        json.WriteNumber("long_ipv6_entries_max", LongIpv6EntriesMax);
        json.WriteNumber("total_routes", TotalRoutes);
        json.WriteNumber("total_routes_max", TotalRoutesMax);
        json.WriteNumber("ecmp_nexthops", EcmpNexthops);
        json.WriteNumber("ecmp_nexthops_max", EcmpNexthopsMax);
        json.WriteNumber("mac_entries", MacEntries);
        json.WriteNumber("mac_entries_max", MacEntriesMax);
        json.WriteNumber("ipv4_neighbors", Ipv4Neighbors);
        json.WriteNumber("ipv6_neighbors", Ipv6Neighbors);
        json.WriteNumber("ipv4_routes", Ipv4Routes);
        json.WriteNumber("ipv6_routes", Ipv6Routes);
        json.WriteNumber("acl_ingress_entries", AclIngressEntries);
        json.WriteNumber("acl_ingress_entries_max", AclIngressEntriesMax);
        json.WriteNumber("acl_ingress_counters", AclIngressCounters);
        json.WriteNumber("acl_ingress_counters_max", AclIngressCountersMax);
        json.WriteNumber("acl_ingress_meters", AclIngressMeters);
        json.WriteNumber("acl_ingress_meters_max", AclIngressMetersMax);
        json.WriteNumber("acl_ingress_slices", AclIngressSlices);
        json.WriteNumber("acl_ingress_slices_max", AclIngressSlicesMax);
        json.WriteNumber("acl_egress_entries", AclEgressEntries);
        json.WriteNumber("acl_egress_entries_max", AclEgressEntriesMax);
        json.WriteNumber("acl_egress_counters", AclEgressCounters);
        json.WriteNumber("acl_egress_counters_max", AclEgressCountersMax);
        json.WriteNumber("acl_egress_meters", AclEgressMeters);
        json.WriteNumber("acl_egress_meters_max", AclEgressMetersMax);
        json.WriteNumber("acl_egress_slices", AclEgressSlices);
        json.WriteNumber("acl_egress_slices_max", AclEgressSlicesMax);
    }
}
