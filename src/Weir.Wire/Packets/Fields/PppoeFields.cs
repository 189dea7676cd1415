namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the PPPoE header (RFC 2516 section 4).</summary>
public static class PppoeFields
{
    /// <summary>0 for session data, otherwise a discovery code.</summary>
    public static readonly PacketField Code = PacketField.Number(LayerKind.Pppoe, "code", 8, 8);

    /// <summary>Session identifier.</summary>
    public static readonly PacketField SessionId = PacketField.Number(LayerKind.Pppoe, "session_id", 16, 16);

    /// <summary>Payload length in bytes.</summary>
    public static readonly PacketField Length = PacketField.Number(LayerKind.Pppoe, "length", 32, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Code, SessionId, Length];
}
