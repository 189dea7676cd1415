namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the GTP version 1 header (3GPP TS 29.281 section 5.1), carried by UDP (RFC 768).</summary>
public static class GtpFields
{
    /// <summary>1.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Gtp, "version", 0, 3);

    /// <summary>255 for user data.</summary>
    public static readonly PacketField MessageType = PacketField.Number(LayerKind.Gtp, "message_type", 8, 8);

    /// <summary>Bytes behind the first 8.</summary>
    public static readonly PacketField Length = PacketField.Number(LayerKind.Gtp, "length", 16, 16);

    /// <summary>Tunnel endpoint identifier.</summary>
    public static readonly PacketField Teid = PacketField.Number(LayerKind.Gtp, "teid", 32, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, MessageType, Length, Teid];
}
