using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>The BGP route to a packet's destination in sFlow version 4 (RFC 3176 section 4, <c>extended_gateway</c>).</summary>
/// <remarks>
/// <code>
/// as(4) src_as(4) src_peer_as(4) dst_as_path&lt;&gt; communities(4)&lt;&gt; localpref(4)
/// </code>
/// Version 5 added the next hop, which stays unknown here.
/// </remarks>
internal static class ExtendedGatewayV4
{
    /// <summary>Copies the structure; false when it is cut short or a count reaches past the bytes.</summary>
    public static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadUInt32(out uint number) || !reader.TryReadUInt32(out uint source) || !reader.TryReadUInt32(out uint sourcePeer)
            || !AsPath.TryRead(ref reader, out AsPath path) || !UInt32List.TryRead(ref reader, out UInt32List communities)
            || !reader.TryReadUInt32(out uint localpref))
        {
            return false;
        }

        writer.Write(new ExtendedGateway
        {
            AsNumber = number,
            SrcAs = source,
            SrcPeerAs = sourcePeer,
            DstAsPath = path,
            Communities = communities,
            Localpref = localpref,
        });
        return true;
    }
}
