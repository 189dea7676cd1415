namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Transport header quoted in an ICMP error: ports, where its protocol has them (RFC 792).</summary>
public static class QuotedTransportFields
{
    /// <summary>Original source port.</summary>
    public static readonly PacketField SourcePort = PacketField.Number(LayerKind.QuotedTransport, "source_port", 0, 16);

    /// <summary>Original destination port.</summary>
    public static readonly PacketField DestinationPort = PacketField.Number(LayerKind.QuotedTransport, "destination_port", 16, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [SourcePort, DestinationPort];
}
