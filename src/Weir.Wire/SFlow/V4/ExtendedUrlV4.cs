using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>The HTTP request a packet belongs to in sFlow version 2 or 4 (RFC 3176 section 4, <c>extended_url</c>).</summary>
/// <remarks>
/// <code>
/// direction(4) url&lt;&gt;
/// </code>
/// Version 5 added the host, which stays empty here.
/// </remarks>
internal static class ExtendedUrlV4
{
    /// <summary>Copies the structure; false when it is cut short.</summary>
    public static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadUInt32(out uint direction) || !reader.TryReadOpaque(out ReadOnlySpan<byte> url))
        {
            return false;
        }

        writer.Write(new ExtendedUrl { Direction = direction, Url = url });
        return true;
    }
}
