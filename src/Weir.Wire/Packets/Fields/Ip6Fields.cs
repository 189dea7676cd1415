namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IPv6 header (RFC 8200 section 3).</summary>
public static class Ip6Fields
{
    /// <summary>6.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Ip6, "version", 0, 4);

    /// <summary>Traffic class byte.</summary>
    public static readonly PacketField TrafficClass = PacketField.Number(LayerKind.Ip6, "traffic_class", 4, 8);

    /// <summary>Differentiated services code point (RFC 2474).</summary>
    public static readonly PacketField Dscp = PacketField.Number(LayerKind.Ip6, "dscp", 4, 6);

    /// <summary>Congestion notification (RFC 3168).</summary>
    public static readonly PacketField Ecn = PacketField.Bits(LayerKind.Ip6, "ecn", 10, 2);

    /// <summary>Flow label.</summary>
    public static readonly PacketField FlowLabel = PacketField.Number(LayerKind.Ip6, "flow_label", 12, 20);

    /// <summary>Bytes behind this header; 0 for jumbograms.</summary>
    public static readonly PacketField PayloadLength = PacketField.Number(LayerKind.Ip6, "payload_length", 32, 16);

    /// <summary>Protocol or extension header that follows.</summary>
    public static readonly PacketField NextHeader = PacketField.Number(LayerKind.Ip6, "next_header", 48, 8);

    /// <summary>Hop limit.</summary>
    public static readonly PacketField HopLimit = PacketField.Number(LayerKind.Ip6, "hop_limit", 56, 8);

    /// <summary>Source address.</summary>
    public static readonly PacketField Source = PacketField.Ip6(LayerKind.Ip6, "source", 8);

    /// <summary>Destination address.</summary>
    public static readonly PacketField Destination = PacketField.Ip6(LayerKind.Ip6, "destination", 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, TrafficClass, Dscp, Ecn, FlowLabel, PayloadLength, NextHeader, HopLimit, Source, Destination];
}
