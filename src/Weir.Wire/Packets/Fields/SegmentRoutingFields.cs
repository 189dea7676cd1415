namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Segment routing header (RFC 8754 section 2).</summary>
public static class SegmentRoutingFields
{
    /// <summary>What follows.</summary>
    public static readonly PacketField NextHeader = PacketField.Number(LayerKind.SegmentRouting, "next_header", 0, 8);

    /// <summary>4.</summary>
    public static readonly PacketField RoutingType = PacketField.Number(LayerKind.SegmentRouting, "routing_type", 16, 8);

    /// <summary>Index of the active segment.</summary>
    public static readonly PacketField SegmentsLeft = PacketField.Number(LayerKind.SegmentRouting, "segments_left", 24, 8);

    /// <summary>Index of the last segment of the list.</summary>
    public static readonly PacketField LastEntry = PacketField.Number(LayerKind.SegmentRouting, "last_entry", 32, 8);

    /// <summary>Packet group.</summary>
    public static readonly PacketField Tag = PacketField.Number(LayerKind.SegmentRouting, "tag", 48, 16);

    /// <summary>Segment list entry 0: the last segment of the path.</summary>
    public static readonly PacketField LastSegment = PacketField.Ip6(LayerKind.SegmentRouting, "last_segment", 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [NextHeader, RoutingType, SegmentsLeft, LastEntry, Tag, LastSegment];
}
