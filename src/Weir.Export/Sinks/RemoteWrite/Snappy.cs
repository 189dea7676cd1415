using System.Buffers;
using System.Buffers.Binary;

namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>Packs bytes in snappy's block format, which remote write prescribes.</summary>
/// <remarks>
/// The format: the length as a varint, then elements. A tag's two low bits tell a literal (0) from copies with 1, 2 or 4 bytes of offset;
/// this encoder looks for matches of four bytes and more within blocks of 64 KiB, so that offsets fit two bytes, and skips ahead faster
/// and faster where nothing matches. There is no frame and no checksum.
/// </remarks>
internal static class Snappy
{
    private const int BlockSize = 1 << 16;
    private const int HashBits = 14;
    private const int MinMatch = 4;
    private const int MaxCopy = 64;

    /// <summary>The packed form.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> input)
    {
        // Worst case: literals only, with up to 3 bytes of tag for each 64 KiB, and matches never lengthen.
        byte[] output = new byte[32 + input.Length + (input.Length / 6)];
        int at = WriteVarint(output, (uint)input.Length);
        ushort[] table = ArrayPool<ushort>.Shared.Rent(1 << HashBits);
        try
        {
            for (int start = 0; start < input.Length; start += BlockSize)
            {
                table.AsSpan(0, 1 << HashBits).Clear();
                at += CompressBlock(input.Slice(start, Math.Min(BlockSize, input.Length - start)), output.AsSpan(at), table);
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(table);
        }

        return output.AsMemory(0, at);
    }

    private static int CompressBlock(ReadOnlySpan<byte> block, Span<byte> output, ushort[] table)
    {
        int written = 0;
        int literal = 0;
        int at = 1;
        int misses = 32;
        while (at + MinMatch <= block.Length)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(block[at..]);
            ref ushort slot = ref table[(word * 0x1E35A7BDu) >> (32 - HashBits)];
            int candidate = slot;
            slot = (ushort)at;
            if (candidate >= at || BinaryPrimitives.ReadUInt32LittleEndian(block[candidate..]) != word)
            {
                at += misses++ >> 5;
                continue;
            }

            written += WriteLiteral(output[written..], block[literal..at]);
            int length = MinMatch + block[(at + MinMatch)..].CommonPrefixLength(block[(candidate + MinMatch)..]);
            written += WriteCopy(output[written..], at - candidate, length);
            at += length;
            literal = at;
            misses = 32;
        }

        return written + WriteLiteral(output[written..], block[literal..]);
    }

    private static int WriteLiteral(Span<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        int tag = 1;
        int count = bytes.Length - 1;
        if (count < 60)
        {
            output[0] = (byte)(count << 2);
        }
        else
        {
            int extra = count < 256 ? 1 : 2;
            output[0] = (byte)((59 + extra) << 2);
            output[1] = (byte)count;
            output[2] = (byte)(count >> 8);
            tag += extra;
        }

        bytes.CopyTo(output[tag..]);
        return tag + bytes.Length;
    }

    private static int WriteCopy(Span<byte> output, int offset, int length)
    {
        int written = 0;
        while (length > 0)
        {
            int piece = Math.Min(length, MaxCopy);
            if (piece is >= 4 and < 12 && offset < 2048)
            {
                output[written] = (byte)(1 | ((piece - 4) << 2) | ((offset >> 8) << 5));
                output[written + 1] = (byte)offset;
                written += 2;
            }
            else
            {
                output[written] = (byte)(2 | ((piece - 1) << 2));
                BinaryPrimitives.WriteUInt16LittleEndian(output[(written + 1)..], (ushort)offset);
                written += 3;
            }

            length -= piece;
        }

        return written;
    }

    private static int WriteVarint(Span<byte> output, uint value)
    {
        int at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            output[at++] = (byte)(value | 0x80);
        }

        output[at] = (byte)value;
        return at + 1;
    }
}
