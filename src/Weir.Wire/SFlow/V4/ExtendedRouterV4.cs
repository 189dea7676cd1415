using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>The route of a packet in sFlow version 2 or 4 (RFC 3176 section 4, <c>extended_router</c>): as in version 5.</summary>
/// <remarks>
/// <code>
/// nexthop(8|20) src_mask(4) dst_mask(4)
/// </code>
/// </remarks>
internal static class ExtendedRouterV4
{
    /// <summary>Copies the structure; false when it is cut short or its address is of an unknown kind.</summary>
    public static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadAddress(out NetworkAddress nexthop)
            || !reader.TryReadUInt32(out uint sourceMask) || !reader.TryReadUInt32(out uint destinationMask))
        {
            return false;
        }

        writer.Write(new ExtendedRouter { Nexthop = nexthop, SrcMaskLen = sourceMask, DstMaskLen = destinationMask });
        return true;
    }
}
