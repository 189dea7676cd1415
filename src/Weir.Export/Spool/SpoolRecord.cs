using System.Buffers.Binary;
using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>One event within a segment. Little-endian:</summary>
/// <remarks>
/// <code>
/// 0   marker     FF 57 52 FE: no UTF-8 text holds an FF, so that no event can look like the begin of a record
/// 4   CRC-32C    of everything behind it
/// 8   length     of the payload, 1 to 262144
/// 12  sequence   increasing within a segment
/// 20  payload    the event's JSON
/// </code>
/// </remarks>
internal static class SpoolRecord
{
    /// <summary>Bytes in front of the payload.</summary>
    public const int HeaderSize = 20;

    /// <summary>Largest record.</summary>
    public const int MaxSize = HeaderSize + EventLimits.MaxEventBytes;

    private const int CrcAt = 4;
    private const int LengthAt = 8;
    private const int SequenceAt = 12;

    /// <summary>What every record begins with.</summary>
    public static ReadOnlySpan<byte> Marker => [0xFF, 0x57, 0x52, 0xFE];

    /// <summary>Writes the header of a record whose payload stands already behind it.</summary>
    public static void Seal(Span<byte> record, long sequence)
    {
        Marker.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record[LengthAt..], record.Length - HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(record[SequenceAt..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(record[CrcAt..], Crc32C.Of(record[LengthAt..]));
    }

    /// <summary>Reads a header, of which at least <see cref="HeaderSize"/> bytes are there.</summary>
    /// <param name="record">Bytes from the marker on.</param>
    /// <param name="size">Size of the whole record.</param>
    /// <param name="sequence">Sequence, not yet checked by the CRC.</param>
    /// <returns>False when no record begins here.</returns>
    public static bool TryReadHeader(ReadOnlySpan<byte> record, out int size, out long sequence)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(record[LengthAt..]);
        sequence = BinaryPrimitives.ReadInt64LittleEndian(record[SequenceAt..]);
        bool possible = record.StartsWith(Marker) && length is > 0 and <= EventLimits.MaxEventBytes;
        size = possible ? HeaderSize + length : 0;
        return possible;
    }

    /// <summary>True when the whole record is as it was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt32LittleEndian(record[CrcAt..]) == Crc32C.Of(record[LengthAt..]);
}
