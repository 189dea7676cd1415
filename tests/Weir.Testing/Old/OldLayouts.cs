using Weir.Testing.Records;
using Weir.Wire.SFlow;

namespace Weir.Testing.Old;

/// <summary>The structures of sFlow versions 2 and 4 as RFC 3176 section 4 gives them: the slow reference for their reader.</summary>
public static class OldLayouts
{
    /// <summary>Every structure of both versions.</summary>
    public static IReadOnlyList<OldStructure> All { get; } =
    [
        new("sampled_header", OldPlace.Packet, 1, 0, "u4 u4 op"),
        new("sampled_ipv4", OldPlace.Packet, 2, 0, "u4*2 ip4*2 u4*4"),
        new("sampled_ipv6", OldPlace.Packet, 3, 0, "u4*2 ip6*2 u4*4"),
        new("extended_switch", OldPlace.Extended, 1, 0, "u4*4"),
        new("extended_router", OldPlace.Extended, 2, 0, "addr u4*2"),
        new("extended_gateway", OldPlace.Extended, 3, 2, "u4*3 u4s"),
        new("extended_gateway", OldPlace.Extended, 3, 4, "u4*3 path u4s u4"),
        new("extended_user", OldPlace.Extended, 4, 0, "str*2"),
        new("extended_url", OldPlace.Extended, 5, 0, "u4 str"),
        new("if_counters", OldPlace.Counters, 1, 0, Generic),
        new("ethernet_counters", OldPlace.Counters, 2, 0, Generic + " u4*13"),
        new("tokenring_counters", OldPlace.Counters, 3, 0, Generic + " u4*18"),
        new("fddi_counters", OldPlace.Counters, 4, 0, Generic),
        new("vg_counters", OldPlace.Counters, 5, 0, Generic + " u4 u8 u4 u8 u4*5 u8 u4 u8*3"),
        new("wan_counters", OldPlace.Counters, 6, 0, Generic),
        new("vlan_counters", OldPlace.Counters, 7, 0, "u4 u8 u4*4"),
    ];

    private const string Generic = "u4*2 u8 u4*2 u8 u4*6 u8 u4*6";

    /// <summary>The structures of a version that stand at a place.</summary>
    public static IReadOnlyList<OldStructure> Of(uint version, OldPlace place) =>
        [.. All.Where(s => s.Place == place && (s.Version == 0 || s.Version == version))];

    /// <summary>A valid body of a structure.</summary>
    public static RecordBody CreateBody(OldStructure structure, Random random) =>
        new RecordLayout(RecordKind.Flow, 0, structure.Type, structure.Items).CreateBody(random);
}
