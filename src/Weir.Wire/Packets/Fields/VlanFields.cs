namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the 802.1Q tag (IEEE 802.1Q section 9.6).</summary>
public static class VlanFields
{
    /// <summary>Priority code point, 0 to 7.</summary>
    public static readonly PacketField Priority = PacketField.Number(LayerKind.Vlan, "priority", 0, 3);

    /// <summary>Drop eligible indicator.</summary>
    public static readonly PacketField DropEligible = PacketField.Flag(LayerKind.Vlan, "drop_eligible", 3);

    /// <summary>VLAN identifier.</summary>
    public static readonly PacketField Id = PacketField.Number(LayerKind.Vlan, "id", 4, 12);

    /// <summary>EtherType of what follows.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Vlan, "type", 16, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Priority, DropEligible, Id, Type];
}
