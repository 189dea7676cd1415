using System.Buffers.Binary;

namespace Weir.Testing.Receivers;

/// <summary>Unpacks snappy's block format, written from its description and apart from the product's encoder.</summary>
public static class SnappyBlock
{
    private const int MaxLength = 100_000_000;

    /// <summary>Unpacks.</summary>
    /// <param name="packed">Packed bytes.</param>
    /// <param name="bytes">The bytes; null when it fails.</param>
    /// <returns>False when an element is cut off, points before the beginning, or the length is not what was announced.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, out byte[]? bytes)
    {
        bytes = null;
        if (!TryVarint(ref packed, out uint length) || length > MaxLength)
        {
            return false;
        }

        byte[] output = new byte[length];
        int written = 0;
        while (!packed.IsEmpty)
        {
            byte tag = packed[0];
            packed = packed[1..];
            bool good = (tag & 3) == 0 ? TryLiteral(tag, ref packed, output, ref written) : TryCopy(tag, ref packed, output, ref written);
            if (!good)
            {
                return false;
            }
        }

        bytes = output;
        return written == output.Length;
    }

    private static bool TryLiteral(byte tag, ref ReadOnlySpan<byte> packed, byte[] output, ref int written)
    {
        long count = tag >> 2;
        if (count >= 60)
        {
            int extra = (int)count - 59;
            if (packed.Length < extra)
            {
                return false;
            }

            count = 0;
            for (int i = extra - 1; i >= 0; i--)
            {
                count = (count << 8) | packed[i];
            }

            packed = packed[extra..];
        }

        count++;
        if (packed.Length < count || output.Length - written < count)
        {
            return false;
        }

        packed[..(int)count].CopyTo(output.AsSpan(written));
        packed = packed[(int)count..];
        written += (int)count;
        return true;
    }

    private static bool TryCopy(byte tag, ref ReadOnlySpan<byte> packed, byte[] output, ref int written)
    {
        int size = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (packed.Length < size)
        {
            return false;
        }

        long offset = size switch
        {
            1 => ((tag >> 5) << 8) | packed[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(packed),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(packed),
        };
        int count = size == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        packed = packed[size..];
        if (offset == 0 || offset > written || output.Length - written < count)
        {
            return false;
        }

        // A copy may overlap what it writes: byte by byte.
        for (int i = 0; i < count; i++, written++)
        {
            output[written] = output[written - (int)offset];
        }

        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> packed, out uint value)
    {
        ulong sum = 0;
        for (int i = 0; i < 5 && i < packed.Length; i++)
        {
            sum |= (ulong)(packed[i] & 0x7F) << (7 * i);
            if (packed[i] < 0x80)
            {
                packed = packed[(i + 1)..];
                value = (uint)sum;
                return sum <= uint.MaxValue;
            }
        }

        value = 0;
        return false;
    }
}
