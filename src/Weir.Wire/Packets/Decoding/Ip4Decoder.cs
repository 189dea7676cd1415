using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Wire.Packets.Decoding;

/// <summary>IPv4 (RFC 791 section 3.1).</summary>
internal static class Ip4Decoder
{
    private const int MinimumLength = 20;

    /// <summary>Notes the header; says what follows. Behind the first fragment of a packet nothing follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        if (cursor.Remaining > 0 && cursor.PeekByte() >> 4 != 4)
        {
            return LayerKind.None;
        }

        int start = cursor.Offset;
        int length = (cursor.PeekByte() & 0x0f) * 4;
        byte protocol = cursor.PeekByte(9);
        bool laterFragment = (cursor.PeekUInt16(6) & 0x1fff) != 0;
        if (!cursor.TryTake(LayerKind.Ip4, Math.Max(length, MinimumLength)) || length < MinimumLength || laterFragment)
        {
            return LayerKind.None;
        }

        cursor.CutAt(start + LengthOf(cursor.Bytes, start, length));
        return IpProtocols.Next(protocol);
    }

    /// <summary>Total length by the header; without limit where it states none (0, as segmentation offload leaves it) or nonsense.</summary>
    /// <param name="bytes">The sampled header.</param>
    /// <param name="start">Where the IPv4 header begins; it is captured whole.</param>
    /// <param name="headerLength">Its length in bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthOf(ReadOnlySpan<byte> bytes, int start, int headerLength)
    {
        int total = BinaryPrimitives.ReadUInt16BigEndian(bytes[(start + 2)..]);
        return total >= headerLength ? total : ushort.MaxValue;
    }
}
