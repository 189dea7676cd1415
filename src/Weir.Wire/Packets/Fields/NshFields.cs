namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Network Service Header (RFC 8300 section 2).</summary>
public static class NshFields
{
    /// <summary>Service hops left.</summary>
    public static readonly PacketField TimeToLive = PacketField.Number(LayerKind.Nsh, "time_to_live", 4, 6);

    /// <summary>Length in 32-bit words.</summary>
    public static readonly PacketField Length = PacketField.Number(LayerKind.Nsh, "length", 10, 6);

    /// <summary>Metadata type.</summary>
    public static readonly PacketField MdType = PacketField.Number(LayerKind.Nsh, "md_type", 20, 4);

    /// <summary>1 IPv4, 2 IPv6, 3 Ethernet, 4 NSH, 5 MPLS.</summary>
    public static readonly PacketField NextProtocol = PacketField.Number(LayerKind.Nsh, "next_protocol", 24, 8);

    /// <summary>Service path identifier.</summary>
    public static readonly PacketField ServicePath = PacketField.Number(LayerKind.Nsh, "service_path", 32, 24);

    /// <summary>Service index.</summary>
    public static readonly PacketField ServiceIndex = PacketField.Number(LayerKind.Nsh, "service_index", 56, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [TimeToLive, Length, MdType, NextProtocol, ServicePath, ServiceIndex];
}
