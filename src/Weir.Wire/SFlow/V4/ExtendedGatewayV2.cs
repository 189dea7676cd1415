using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>The BGP route to a packet's destination in sFlow version 2, the form before RFC 3176 section 4 (<c>extended_gateway</c>).</summary>
/// <remarks>
/// <code>
/// as(4) src_as(4) src_peer_as(4) dst_as_path(4)&lt;&gt;
/// </code>
/// The path is a plain list of AS numbers: one sequence in later versions.
/// </remarks>
internal static class ExtendedGatewayV2
{
    /// <summary>Copies the structure; false when it is cut short or the count reaches past the bytes.</summary>
    /// <param name="reader">Stands on the structure.</param>
    /// <param name="writer">A flow sample is open.</param>
    /// <param name="scratch">Room for the path as a segment: as long as the payload, and 8 bytes.</param>
    public static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer, Span<byte> scratch)
    {
        if (!reader.TryReadUInt32(out uint number) || !reader.TryReadUInt32(out uint source) || !reader.TryReadUInt32(out uint sourcePeer)
            || !UInt32List.TryRead(ref reader, out UInt32List numbers))
        {
            return false;
        }

        AsPath path = AsPath.FromSequence(numbers, scratch);
        writer.Write(new ExtendedGateway { AsNumber = number, SrcAs = source, SrcPeerAs = sourcePeer, DstAsPath = path });
        return true;
    }
}
