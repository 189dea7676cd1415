namespace Weir.Wire.Packets.Fields;

/// <summary>The fields of every protocol header (sFlow v5, sampled_header).</summary>
public static class PacketFields
{
    /// <summary>Fields of a header in wire order; empty for headers that are only recognised.</summary>
    public static ReadOnlySpan<PacketField> Of(LayerKind kind) => kind switch
    {
        LayerKind.Ethernet => EthernetFields.All,
        LayerKind.Vlan => VlanFields.All,
        LayerKind.Mpls => MplsFields.All,
        LayerKind.Llc => LlcFields.All,
        LayerKind.Pppoe => PppoeFields.All,
        LayerKind.Ppp => PppFields.All,
        LayerKind.Arp => ArpFields.All,
        LayerKind.Ip4 => Ip4Fields.All,
        LayerKind.Ip6 => Ip6Fields.All,
        LayerKind.Ip6Fragment => Ip6FragmentFields.All,
        LayerKind.Ip6Extension => Ip6ExtensionFields.All,
        LayerKind.SegmentRouting => SegmentRoutingFields.All,
        LayerKind.Tcp => TcpFields.All,
        LayerKind.Udp => UdpFields.All,
        LayerKind.Icmp4 => Icmp4Fields.All,
        LayerKind.Icmp6 => Icmp6Fields.All,
        LayerKind.Igmp => IgmpFields.All,
        LayerKind.Ospf => OspfFields.All,
        LayerKind.Vrrp => VrrpFields.All,
        LayerKind.Pim => PimFields.All,
        LayerKind.Gre => GreFields.All,
        LayerKind.Erspan => ErspanFields.All,
        LayerKind.Vxlan => VxlanFields.All,
        LayerKind.Nsh => NshFields.All,
        LayerKind.Geneve => GeneveFields.All,
        LayerKind.Gtp => GtpFields.All,
        LayerKind.Esp => EspFields.All,
        LayerKind.Ah => AhFields.All,
        LayerKind.Sctp => SctpFields.All,
        LayerKind.Dccp => DccpFields.All,
        LayerKind.InfiniBand => InfiniBandFields.All,
        LayerKind.InfiniBandRdma => InfiniBandRdmaFields.All,
        LayerKind.InfiniBandAck => InfiniBandAckFields.All,
        LayerKind.Ntp => NtpFields.All,
        LayerKind.Dns => DnsFields.All,
        LayerKind.Memcached => MemcachedFields.All,
        LayerKind.Quic => QuicFields.All,
        LayerKind.Bfd => BfdFields.All,
        LayerKind.SlowProtocol => SlowProtocolFields.All,
        LayerKind.Stp => StpFields.All,
        LayerKind.QuotedIp4 => QuotedIp4Fields.All,
        LayerKind.QuotedIp6 => QuotedIp6Fields.All,
        LayerKind.QuotedTransport => QuotedTransportFields.All,
        _ => [],
    };
}
