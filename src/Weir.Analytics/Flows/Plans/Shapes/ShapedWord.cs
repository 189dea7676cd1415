using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A unit of a flow key, or two of them, that is bits of the header.</summary>
/// <param name="Unit">Which unit, see <see cref="KeyUnits"/>.</param>
/// <param name="Offset">First of the eight bytes that hold the bits.</param>
/// <param name="Shift">Bits to the right of them.</param>
/// <param name="Mask">The bits, once they are at the right end.</param>
/// <param name="IsWide">True when the next unit belongs to it.</param>
internal readonly record struct ShapedWord(int Unit, int Offset, int Shift, ulong Mask, bool IsWide)
{
    /// <summary>Copies the bits into the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ReadOnlySpan<byte> header, Span<uint> units)
    {
        ulong value = (BinaryPrimitives.ReadUInt64BigEndian(header[Offset..]) >> Shift) & Mask;
        units[Unit] = (uint)value;
        if (IsWide)
        {
            units[Unit + 1] = (uint)(value >> 32);
        }
    }
}
