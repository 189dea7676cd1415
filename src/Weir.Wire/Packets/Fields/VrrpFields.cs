namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the VRRP header (RFC 5798 section 5.1).</summary>
public static class VrrpFields
{
    /// <summary>2 or 3.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Vrrp, "version", 0, 4);

    /// <summary>1 advertisement.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Vrrp, "type", 4, 4);

    /// <summary>Virtual router identifier.</summary>
    public static readonly PacketField RouterId = PacketField.Number(LayerKind.Vrrp, "router_id", 8, 8);

    /// <summary>Priority of the sender.</summary>
    public static readonly PacketField Priority = PacketField.Number(LayerKind.Vrrp, "priority", 16, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, Type, RouterId, Priority];
}
