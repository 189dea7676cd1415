namespace Weir.Analytics.Flows.Keys;

/// <summary>Names of the IP protocols that have one in everyday use (IANA protocol numbers).</summary>
internal static class IpProtocolNames
{
    /// <summary>Lower-case name; empty when the protocol is shown by number.</summary>
    public static ReadOnlySpan<byte> Of(byte protocol) => protocol switch
    {
        1 => "icmp"u8,
        2 => "igmp"u8,
        6 => "tcp"u8,
        17 => "udp"u8,
        33 => "dccp"u8,
        47 => "gre"u8,
        50 => "esp"u8,
        51 => "ah"u8,
        58 => "icmp6"u8,
        89 => "ospf"u8,
        132 => "sctp"u8,
        136 => "udplite"u8,
        _ => [],
    };
}
