namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the OSPF header (RFC 2328 section A.3.1).</summary>
public static class OspfFields
{
    /// <summary>2, or 3 for IPv6.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Ospf, "version", 0, 8);

    /// <summary>1 hello, 2 description, 3 request, 4 update, 5 acknowledgment.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Ospf, "type", 8, 8);

    /// <summary>Packet length in bytes.</summary>
    public static readonly PacketField Length = PacketField.Number(LayerKind.Ospf, "length", 16, 16);

    /// <summary>Router identifier.</summary>
    public static readonly PacketField RouterId = PacketField.Ip4(LayerKind.Ospf, "router_id", 4);

    /// <summary>Area identifier.</summary>
    public static readonly PacketField AreaId = PacketField.Ip4(LayerKind.Ospf, "area_id", 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, Type, Length, RouterId, AreaId];
}
