using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>The users at both ends of a packet in sFlow version 2 or 4 (RFC 3176 section 4, <c>extended_user</c>).</summary>
/// <remarks>
/// <code>
/// src_user&lt;&gt; dst_user&lt;&gt;
/// </code>
/// Version 5 added the character sets; they are 0, unknown, here.
/// </remarks>
internal static class ExtendedUserV4
{
    /// <summary>Copies the structure; false when it is cut short.</summary>
    public static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> source) || !reader.TryReadOpaque(out ReadOnlySpan<byte> destination))
        {
            return false;
        }

        writer.Write(new ExtendedUser { SrcUser = source, DstUser = destination });
        return true;
    }
}
