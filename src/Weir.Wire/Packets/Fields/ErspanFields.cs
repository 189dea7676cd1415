namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the ERSPAN header (draft-foschiano-erspan, carried by GRE, RFC 2784).</summary>
public static class ErspanFields
{
    /// <summary>1 for type II, 2 for type III.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Erspan, "version", 0, 4);

    /// <summary>VLAN of the mirrored frame.</summary>
    public static readonly PacketField Vlan = PacketField.Number(LayerKind.Erspan, "vlan", 4, 12);

    /// <summary>Priority of the mirrored frame.</summary>
    public static readonly PacketField ClassOfService = PacketField.Number(LayerKind.Erspan, "class_of_service", 16, 3);

    /// <summary>Mirror session.</summary>
    public static readonly PacketField SessionId = PacketField.Number(LayerKind.Erspan, "session_id", 22, 10);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, Vlan, ClassOfService, SessionId];
}
