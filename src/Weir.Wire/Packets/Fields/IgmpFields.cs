namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IGMP header (RFC 3376 section 4).</summary>
public static class IgmpFields
{
    /// <summary>Message type.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Igmp, "type", 0, 8);

    /// <summary>Response code, units of 0.1 s.</summary>
    public static readonly PacketField MaxResponse = PacketField.Number(LayerKind.Igmp, "max_response", 8, 8);

    /// <summary>Group address; part of the record count in version 3 reports.</summary>
    public static readonly PacketField Group = PacketField.Ip4(LayerKind.Igmp, "group", 4);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Type, MaxResponse, Group];
}
