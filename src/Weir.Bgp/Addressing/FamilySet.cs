namespace Weir.Bgp.Addressing;

/// <summary>A set of address families; bit n is the <see cref="BgpFamily"/> of value n (RFC 4760 section 8).</summary>
[Flags]
public enum FamilySet : byte
{
    /// <summary>No family.</summary>
    None = 0,

    /// <summary>IPv4 unicast.</summary>
    Ipv4Unicast = 1,

    /// <summary>IPv6 unicast.</summary>
    Ipv6Unicast = 2,

    /// <summary>IPv4 FlowSpec.</summary>
    Ipv4FlowSpec = 4,

    /// <summary>IPv6 FlowSpec.</summary>
    Ipv6FlowSpec = 8,

    /// <summary>Every family this speaker knows.</summary>
    All = 15,
}
