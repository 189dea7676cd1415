namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the MPLS label stack entry (RFC 3032 section 2.1).</summary>
public static class MplsFields
{
    /// <summary>Label value.</summary>
    public static readonly PacketField Label = PacketField.Number(LayerKind.Mpls, "label", 0, 20);

    /// <summary>Traffic class (RFC 5462).</summary>
    public static readonly PacketField TrafficClass = PacketField.Number(LayerKind.Mpls, "traffic_class", 20, 3);

    /// <summary>True for the last label.</summary>
    public static readonly PacketField BottomOfStack = PacketField.Flag(LayerKind.Mpls, "bottom_of_stack", 23);

    /// <summary>Time to live, hops.</summary>
    public static readonly PacketField TimeToLive = PacketField.Number(LayerKind.Mpls, "time_to_live", 24, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Label, TrafficClass, BottomOfStack, TimeToLive];
}
