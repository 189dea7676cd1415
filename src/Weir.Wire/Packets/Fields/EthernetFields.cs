namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Ethernet header (IEEE 802.3 section 3).</summary>
public static class EthernetFields
{
    /// <summary>Destination address.</summary>
    public static readonly PacketField Destination = PacketField.Mac(LayerKind.Ethernet, "destination", 0);

    /// <summary>Source address.</summary>
    public static readonly PacketField Source = PacketField.Mac(LayerKind.Ethernet, "source", 6);

    /// <summary>EtherType, or the length of an 802.3 frame when below 1536.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Ethernet, "type", 96, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Destination, Source, Type];
}
