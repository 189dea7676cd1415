using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A word of a flow key that is bits of the header.</summary>
/// <param name="Index">Which word.</param>
/// <param name="Offset">First of the eight bytes that hold the bits.</param>
/// <param name="Shift">Bits to the right of them.</param>
/// <param name="Mask">The bits, once they are at the right end.</param>
internal readonly record struct ShapedWord(int Index, int Offset, int Shift, ulong Mask)
{
    /// <summary>Reads the word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read(ReadOnlySpan<byte> header) => (BinaryPrimitives.ReadUInt64BigEndian(header[Offset..]) >> Shift) & Mask;
}
