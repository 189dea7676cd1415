using System.Buffers.Binary;

namespace Weir.Wire.Packets.Fields;

/// <summary>One field of a protocol header: where its bits lie and how to read them (sFlow v5, sampled_header).</summary>
/// <param name="Kind">The header it belongs to.</param>
/// <param name="Name">Lower-case name with underscores, as JSON shows it.</param>
/// <param name="Type">Meaning of the bits.</param>
/// <param name="BitOffset">First bit from the start of the header; bit 0 is the most significant of the first byte.</param>
/// <param name="BitWidth">Number of bits: 1 to 64, or 128 for IPv6 addresses.</param>
/// <remarks>A field that the capture ends before, or inside of, is not there: reading says false and never gives a part of it.</remarks>
public readonly record struct PacketField(LayerKind Kind, string Name, PacketFieldType Type, ushort BitOffset, byte BitWidth)
{
    /// <summary>First byte of the header that holds bits of the field.</summary>
    public int ByteOffset => BitOffset >> 3;

    /// <summary>Bytes of the header that must be there to read the field.</summary>
    public int ByteEnd => (BitOffset + BitWidth + 7) >> 3;

    /// <summary>Makes a numeric field.</summary>
    public static PacketField Number(LayerKind kind, string name, int bitOffset, int bitWidth) =>
        new(kind, name, PacketFieldType.Number, (ushort)bitOffset, (byte)bitWidth);

    /// <summary>Makes a one-bit field.</summary>
    public static PacketField Flag(LayerKind kind, string name, int bitOffset) => new(kind, name, PacketFieldType.Flag, (ushort)bitOffset, 1);

    /// <summary>Makes a field shown as binary text.</summary>
    public static PacketField Bits(LayerKind kind, string name, int bitOffset, int bitWidth) =>
        new(kind, name, PacketFieldType.Bits, (ushort)bitOffset, (byte)bitWidth);

    /// <summary>Makes a MAC address at a byte offset.</summary>
    public static PacketField Mac(LayerKind kind, string name, int byteOffset) => new(kind, name, PacketFieldType.Mac, (ushort)(byteOffset * 8), 48);

    /// <summary>Makes an IPv4 address at a byte offset.</summary>
    public static PacketField Ip4(LayerKind kind, string name, int byteOffset) => new(kind, name, PacketFieldType.Ip4, (ushort)(byteOffset * 8), 32);

    /// <summary>Makes an IPv6 address at a byte offset.</summary>
    public static PacketField Ip6(LayerKind kind, string name, int byteOffset) => new(kind, name, PacketFieldType.Ip6, (ushort)(byteOffset * 8), 128);

    /// <summary>Reads the bits as a number; false when the capture ended before the field did, or for IPv6 addresses.</summary>
    /// <param name="header">The sampled header.</param>
    /// <param name="layer">The protocol header, from <see cref="PacketHeaders"/> of the same bytes.</param>
    /// <param name="value">The bits, right-aligned.</param>
    public bool TryRead(ReadOnlySpan<byte> header, Layer layer, out ulong value)
    {
        int end = layer.Offset + ByteEnd;
        if (ByteEnd > layer.Length || end > header.Length || BitWidth > 64)
        {
            value = 0;
            return false;
        }

        ReadOnlySpan<byte> bytes = header[(layer.Offset + ByteOffset)..end];
        value = bytes.Length switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => Gather(bytes),
        };
        value = (value >> (-(BitOffset + BitWidth) & 7)) & (ulong.MaxValue >> (64 - BitWidth));
        return true;
    }

    /// <summary>Reads an IPv4 or IPv6 address; false when the capture ended before the field did, or for other types.</summary>
    /// <param name="header">The sampled header.</param>
    /// <param name="layer">The protocol header, from <see cref="PacketHeaders"/> of the same bytes.</param>
    /// <param name="address">The address.</param>
    public bool TryReadAddress(ReadOnlySpan<byte> header, Layer layer, out NetworkAddress address)
    {
        address = default;
        int start = layer.Offset + ByteOffset;
        if (ByteEnd > layer.Length || layer.Offset + ByteEnd > header.Length)
        {
            return false;
        }

        switch (Type)
        {
            case PacketFieldType.Ip4:
                address = NetworkAddress.ReadV4(header[start..]);
                return true;
            case PacketFieldType.Ip6:
                address = NetworkAddress.ReadV6(header[start..]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Finds the header and reads the bits; false when either is not there.</summary>
    /// <param name="header">The sampled header.</param>
    /// <param name="packet">What was found in it.</param>
    /// <param name="occurrence">0 for the outermost header of the kind.</param>
    /// <param name="value">The bits, right-aligned.</param>
    public bool TryRead(ReadOnlySpan<byte> header, scoped ref readonly PacketHeaders packet, int occurrence, out ulong value)
    {
        value = 0;
        return packet.TryFind(Kind, occurrence, out Layer layer) && TryRead(header, layer, out value);
    }

    private static ulong Gather(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (byte part in bytes)
        {
            value = (value << 8) | part;
        }

        return value;
    }
}
