namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Slow protocol (IEEE 802.3 annex 57A).</summary>
public static class SlowProtocolFields
{
    /// <summary>1 LACP, 2 marker, 3 OAM, 10 synchronous Ethernet.</summary>
    public static readonly PacketField Subtype = PacketField.Number(LayerKind.SlowProtocol, "subtype", 0, 8);

    /// <summary>Version.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.SlowProtocol, "version", 8, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Subtype, Version];
}
