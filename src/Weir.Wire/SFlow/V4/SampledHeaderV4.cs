using Weir.Wire.Packets;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>The first bytes of a sampled packet in sFlow version 2 or 4 (RFC 3176 section 4, <c>sampled_header</c>).</summary>
/// <remarks>
/// <code>
/// header_protocol(4) frame_length(4) header&lt;&gt;
/// </code>
/// Version 5 added the number of bytes stripped; it is 0 here, which means that nobody said.
/// </remarks>
internal static class SampledHeaderV4
{
    /// <summary>Copies the structure; false when it is cut short.</summary>
    public static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadUInt32(out uint protocol) || !reader.TryReadUInt32(out uint frameLength)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> header))
        {
            return false;
        }

        writer.Write(new SampledHeader { Protocol = (HeaderProtocol)protocol, FrameLength = frameLength, Header = header });
        return true;
    }
}
