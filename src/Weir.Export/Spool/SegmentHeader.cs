using System.Buffers.Binary;

namespace Weir.Export.Spool;

/// <summary>The first 64 bytes of a segment: magic, version, first sequence, times of creation, CRC-32C.</summary>
/// <param name="FirstSequence">Sequence of the first record; the file's name says it too, and wins.</param>
/// <param name="CreatedMs">The spool's own clock (<see cref="SpoolClock"/>) when it was made.</param>
/// <param name="CreatedWallMs">Ms since the epoch when it was made, for people only.</param>
internal readonly record struct SegmentHeader(long FirstSequence, long CreatedMs, long CreatedWallMs)
{
    /// <summary>Bytes in front of the first record.</summary>
    public const int Size = 64;

    /// <summary>Version of the format; one that is not known is never touched.</summary>
    public const int Version = 1;

    private const int VersionAt = 8;
    private const int FirstAt = 16;
    private const int CreatedAt = 24;
    private const int WallAt = 32;
    private const int CrcAt = 60;

    private static ReadOnlySpan<byte> Magic => "WEIRSPL\n"u8;

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[VersionAt..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[FirstAt..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[CreatedAt..], CreatedMs);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[WallAt..], CreatedWallMs);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], Crc32C.Of(bytes[..CrcAt]));
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The first bytes of the file.</param>
    /// <param name="header">What it says.</param>
    /// <param name="version">Its version; 0 when it is damaged.</param>
    /// <returns>True when it is intact and of this version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header, out int version)
    {
        header = default;
        version = 0;
        if (bytes.Length < Size || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc32C.Of(bytes[..CrcAt]))
        {
            return false;
        }

        version = BinaryPrimitives.ReadInt32LittleEndian(bytes[VersionAt..]);
        header = new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[CreatedAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[WallAt..]));
        return version == Version;
    }
}
