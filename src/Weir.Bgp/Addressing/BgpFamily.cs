namespace Weir.Bgp.Addressing;

/// <summary>The address families this speaker knows (RFC 4760 section 3, RFC 8955 section 4, RFC 8956 section 2).</summary>
public enum BgpFamily : byte
{
    /// <summary>IPv4 unicast: AFI 1, SAFI 1.</summary>
    Ipv4Unicast = 0,

    /// <summary>IPv6 unicast: AFI 2, SAFI 1.</summary>
    Ipv6Unicast = 1,

    /// <summary>IPv4 FlowSpec: AFI 1, SAFI 133.</summary>
    Ipv4FlowSpec = 2,

    /// <summary>IPv6 FlowSpec: AFI 2, SAFI 133.</summary>
    Ipv6FlowSpec = 3,
}
