namespace Weir.Wire.Packets.Decoding;

/// <summary>Which header an EtherType announces (IEEE 802.3; IANA IEEE 802 numbers).</summary>
internal static class EtherTypes
{
    /// <summary>Transparent Ethernet bridging: an Ethernet frame inside GRE, Geneve or an IP tunnel.</summary>
    public const ushort TransparentBridging = 0x6558;

    /// <summary>Values below are lengths of 802.3 frames.</summary>
    public const ushort First = 0x0600;

    /// <summary>The header that follows; none for types not decoded here.</summary>
    public static LayerKind Next(ushort type) => type switch
    {
        0x0800 => LayerKind.Ip4,
        0x86dd => LayerKind.Ip6,
        0x0806 => LayerKind.Arp,
        0x8100 or 0x88a8 or 0x9100 or 0x9200 or 0x9300 => LayerKind.Vlan,
        0x8847 or 0x8848 => LayerKind.Mpls,
        0x8863 or 0x8864 => LayerKind.Pppoe,
        0x880b => LayerKind.Ppp,
        0x8809 => LayerKind.SlowProtocol,
        0x88cc => LayerKind.Lldp,
        0x894f => LayerKind.Nsh,
        0x8870 => LayerKind.Llc,
        TransparentBridging => LayerKind.Ethernet,
        _ => LayerKind.None,
    };
}
