using System.Runtime.CompilerServices;

namespace Weir.Wire.Packets.Decoding;

/// <summary>TCP (RFC 9293 section 3.1) and DNS over it (RFC 1035 section 4.2.2).</summary>
internal static class TcpDecoder
{
    private const int MinimumLength = 20;
    private const int DnsPort = 53;
    private const int DnsHeaderLength = 12;

    /// <summary>Notes the header with its options; a data offset that cannot be is taken for 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LayerKind Step(ref PacketCursor cursor)
    {
        int length = Math.Max((cursor.PeekByte(12) >> 4) * 4, MinimumLength);
        bool dns = cursor.PeekUInt16() == DnsPort || cursor.PeekUInt16(2) == DnsPort;
        return cursor.TryTake(LayerKind.Tcp, length) && dns ? Dns(ref cursor) : LayerKind.None;
    }

    /// <summary>A message is only recognised at the beginning of a segment, by its length and a single question.</summary>
    private static LayerKind Dns(ref PacketCursor cursor)
    {
        const int LengthPrefix = 2;
        bool message = cursor.Remaining >= LengthPrefix + DnsHeaderLength
            && cursor.PeekUInt16() >= DnsHeaderLength
            && cursor.PeekUInt16(LengthPrefix + 4) == 1
            && (cursor.PeekByte(LengthPrefix + 3) & 0x40) == 0;
        cursor.Offset += message ? LengthPrefix : 0;
        return message ? LayerKind.Dns : LayerKind.None;
    }
}
