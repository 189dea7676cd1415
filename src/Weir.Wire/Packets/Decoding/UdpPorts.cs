namespace Weir.Wire.Packets.Decoding;

/// <summary>What a UDP port announces (IANA service names and port numbers; RFC 7348, RFC 8926, RFC 7510 and others).</summary>
internal static class UdpPorts
{
    /// <summary>Ports Linux and Contrail use beside the registered ones.</summary>
    private const ushort LinuxVxlan = 8472;
    private const ushort ContrailMpls = 51234;

    /// <summary>The header that follows; none for ports not known here.</summary>
    /// <remarks>Tunnels are known by their destination port alone: their source port is a hash of what is inside.</remarks>
    public static LayerKind Next(ushort source, ushort destination, ref PacketCursor cursor) => destination switch
    {
        4789 or LinuxVxlan or 4790 => LayerKind.Vxlan,
        6081 => LayerKind.Geneve,
        2152 => LayerKind.Gtp,
        6635 or ContrailMpls => LayerKind.Mpls,
        4754 => LayerKind.Gre,
        4791 => LayerKind.InfiniBand,
        3784 or 4784 or 6784 or 7784 => LayerKind.Bfd,
        _ => EitherEnd(destination) is LayerKind kind and not LayerKind.None ? Confirm(kind, ref cursor) : Confirm(EitherEnd(source), ref cursor),
    };

    /// <summary>Services known by whichever end has the port.</summary>
    private static LayerKind EitherEnd(ushort port) => port switch
    {
        53 or 5353 or 5355 => LayerKind.Dns,
        123 => LayerKind.Ntp,
        389 => LayerKind.Cldap,
        443 => LayerKind.Quic,
        1701 => LayerKind.L2tp,
        1900 => LayerKind.Ssdp,
        2123 => LayerKind.Gtp,
        4500 => LayerKind.Esp,
        11211 => LayerKind.Memcached,
        _ => LayerKind.None,
    };

    /// <summary>Looks at the payload where the port alone does not say enough.</summary>
    private static LayerKind Confirm(LayerKind kind, ref PacketCursor cursor)
    {
        bool confirmed = kind switch
        {
            // RFC 9000 section 17.2: header form and fixed bit; short headers cannot be told from noise.
            LayerKind.Quic => (cursor.PeekByte() & 0x80) != 0 && cursor.Remaining >= 7,

            // RFC 3948 section 2: four zero bytes mark IKE, a single byte a keepalive.
            LayerKind.Esp => cursor.Remaining >= 8 && (cursor.PeekUInt16() | cursor.PeekUInt16(2)) != 0,
            _ => true,
        };
        return confirmed ? kind : LayerKind.None;
    }
}
