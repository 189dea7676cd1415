using System.Runtime.CompilerServices;

namespace Weir.Wire.Packets.Decoding;

/// <summary>UDP (RFC 768) and what its ports announce (IANA service names and port numbers).</summary>
internal static class UdpDecoder
{
    private const int Length = 8;

    /// <summary>Notes the header; says what follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LayerKind Step(ref PacketCursor cursor)
    {
        ushort source = cursor.PeekUInt16();
        ushort destination = cursor.PeekUInt16(2);
        ushort length = cursor.PeekUInt16(4);
        if (!cursor.TryTake(LayerKind.Udp, Length))
        {
            return LayerKind.None;
        }

        // A length below 8 is a jumbogram's, or nonsense; it limits nothing.
        cursor.CutAt(length < Length ? int.MaxValue : cursor.Offset - Length + length);
        return cursor.Remaining == 0 ? Nothing(ref cursor, length) : UdpPorts.Next(source, destination, ref cursor);
    }

    /// <summary>An empty datagram is whole; one whose payload was not captured is not.</summary>
    private static LayerKind Nothing(ref PacketCursor cursor, ushort length)
    {
        cursor.Packet.IsTruncated |= length > Length;
        return LayerKind.None;
    }
}
