namespace Weir.Bgp.FlowSpec;

/// <summary>Component types of a flow specification, in the order they appear (RFC 8955 section 4.2.2, RFC 8956 section 3).</summary>
public enum FlowSpecComponentType : byte
{
    /// <summary>No component.</summary>
    None = 0,

    /// <summary>Destination prefix.</summary>
    Destination = 1,

    /// <summary>Source prefix.</summary>
    Source = 2,

    /// <summary>IP protocol; upper-layer protocol for IPv6.</summary>
    Protocol = 3,

    /// <summary>Source or destination port.</summary>
    Port = 4,

    /// <summary>Destination port.</summary>
    DestinationPort = 5,

    /// <summary>Source port.</summary>
    SourcePort = 6,

    /// <summary>ICMP or ICMPv6 type.</summary>
    IcmpType = 7,

    /// <summary>ICMP or ICMPv6 code.</summary>
    IcmpCode = 8,

    /// <summary>TCP flags, a bit mask.</summary>
    TcpFlags = 9,

    /// <summary>IP packet length.</summary>
    PacketLength = 10,

    /// <summary>DSCP.</summary>
    Dscp = 11,

    /// <summary>Fragment flags, a bit mask.</summary>
    Fragment = 12,

    /// <summary>IPv6 flow label (RFC 8956 section 3.7).</summary>
    FlowLabel = 13,
}
