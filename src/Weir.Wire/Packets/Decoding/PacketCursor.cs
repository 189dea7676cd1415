using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Wire.Packets.Decoding;

/// <summary>Where the walk over a sampled header stands (sFlow v5, sampled_header).</summary>
internal ref struct PacketCursor
{
    /// <summary>Starts at the first byte.</summary>
    public PacketCursor(ReadOnlySpan<byte> bytes, ref PacketHeaders packet)
    {
        Bytes = bytes;
        Packet = ref packet;
    }

    /// <summary>The captured bytes, up to where the innermost length field says the packet ends.</summary>
    public ReadOnlySpan<byte> Bytes;

    /// <summary>First byte not yet looked at.</summary>
    public int Offset;

    /// <summary>Headers found.</summary>
    public ref PacketHeaders Packet;

    /// <summary>Bytes not yet looked at.</summary>
    public readonly int Remaining => Bytes.Length - Offset;

    /// <summary>Notes a header of <paramref name="length"/> bytes at the cursor; false when the capture ends inside it or there is no more room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNote(LayerKind kind, int length)
    {
        int captured = Math.Min(length, Remaining);
        if (captured <= 0)
        {
            Packet.IsTruncated = true;
            return false;
        }

        bool noted = Packet.Add(kind, Offset, captured);
        Packet.IsTruncated |= captured < length;
        return noted && captured == length;
    }

    /// <summary>Notes a header and steps over it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(LayerKind kind, int length)
    {
        bool whole = TryNote(kind, length);
        Offset += whole ? length : 0;
        return whole;
    }

    /// <summary>Ends the packet at a place a length field names; a place behind the end changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CutAt(int end)
    {
        if (end < Bytes.Length)
        {
            Bytes = Bytes[..end];
        }
    }

    /// <summary>The byte <paramref name="ahead"/> of the cursor; 0 behind the end.</summary>
    public readonly byte PeekByte(int ahead = 0) => Offset + ahead < Bytes.Length ? Bytes[Offset + ahead] : (byte)0;

    /// <summary>The 16-bit number <paramref name="ahead"/> of the cursor; 0 behind the end.</summary>
    public readonly ushort PeekUInt16(int ahead = 0) =>
        Offset + ahead + 2 <= Bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(Bytes[(Offset + ahead)..]) : (ushort)0;
}
