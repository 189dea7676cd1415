namespace Weir.Bgp.Addressing;

/// <summary>Numbers and names of the address families (RFC 4760 section 3, RFC 8955 section 4).</summary>
public static class BgpFamilies
{
    /// <summary>SAFI of unicast routes.</summary>
    public const byte SafiUnicast = 1;

    /// <summary>SAFI of flow specifications (RFC 8955 section 4).</summary>
    public const byte SafiFlowSpec = 133;

    private const FamilySet V6 = FamilySet.Ipv6Unicast | FamilySet.Ipv6FlowSpec;
    private const FamilySet FlowSpec = FamilySet.Ipv4FlowSpec | FamilySet.Ipv6FlowSpec;

    /// <summary>All families in the order of their values.</summary>
    public static ReadOnlySpan<BgpFamily> All =>
        [BgpFamily.Ipv4Unicast, BgpFamily.Ipv6Unicast, BgpFamily.Ipv4FlowSpec, BgpFamily.Ipv6FlowSpec];

    /// <summary>The address family identifier: 1 for IPv4, 2 for IPv6.</summary>
    public static ushort Afi(this BgpFamily family) => family.IsV6() ? (ushort)2 : (ushort)1;

    /// <summary>The subsequent address family identifier.</summary>
    public static byte Safi(this BgpFamily family) => family.IsFlowSpec() ? SafiFlowSpec : SafiUnicast;

    /// <summary>Whether addresses are IPv6.</summary>
    public static bool IsV6(this BgpFamily family) => (family.AsSet() & V6) != 0;

    /// <summary>Whether NLRI are flow specifications.</summary>
    public static bool IsFlowSpec(this BgpFamily family) => (family.AsSet() & FlowSpec) != 0;

    /// <summary>The set that holds only this family.</summary>
    public static FamilySet AsSet(this BgpFamily family) => (FamilySet)(1 << (int)family);

    /// <summary>Whether the set holds the family.</summary>
    public static bool Has(this FamilySet set, BgpFamily family) => (set & family.AsSet()) != 0;

    /// <summary>Finds the family of an AFI and SAFI; false when this speaker does not know it.</summary>
    public static bool TryFind(ushort afi, byte safi, out BgpFamily family)
    {
        foreach (BgpFamily candidate in All)
        {
            if (candidate.Afi() == afi && candidate.Safi() == safi)
            {
                family = candidate;
                return true;
            }
        }

        family = default;
        return false;
    }
}
