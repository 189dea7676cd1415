namespace Weir.Wire.Packets;

/// <summary>What a sampled header begins with (sFlow v5, <c>header_protocol</c>). Other values are legal and kept as bytes.</summary>
public enum HeaderProtocol : uint
{
    /// <summary>Ethernet, ISO 8802-3.</summary>
    Ethernet = 1,

    /// <summary>Point-to-Point Protocol.</summary>
    Ppp = 7,

    /// <summary>IPv4 without a link layer.</summary>
    Ip4 = 11,

    /// <summary>IPv6 without a link layer.</summary>
    Ip6 = 12,

    /// <summary>MPLS label stack without a link layer.</summary>
    Mpls = 13,

    /// <summary>PPP in HDLC-like framing on SONET or SDH (RFC 1662, RFC 2615).</summary>
    Pos = 14,
}
