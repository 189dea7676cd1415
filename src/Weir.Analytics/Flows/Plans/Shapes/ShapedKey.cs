using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Weir.Analytics.Flows.Keys;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>An expression on packets of one layout: as much of it as is decided there.</summary>
internal readonly record struct ShapedKey
{
    /// <summary>An expression of which nothing is decided.</summary>
    public static ShapedKey Open => default;

    /// <summary>An expression that is a number of at most 32 bits, or null, and seldom something else.</summary>
    public static ShapedKey Number => new() { Kind = ShapedKind.Number, Type = KeyType.Number };

    /// <summary>An expression that is a text or null, and seldom something else.</summary>
    public static ShapedKey Text => new() { Kind = ShapedKind.Text, Type = KeyType.Text };

    /// <summary>An expression that is null.</summary>
    public static ShapedKey Null => new() { Kind = ShapedKind.Null };

    /// <summary>What it comes to.</summary>
    public ShapedKind Kind { get; init; }

    /// <summary>Type of the value of a field.</summary>
    public KeyType Type { get; init; }

    /// <summary>Detail of the value of a field, see <see cref="Evaluated.Detail"/>.</summary>
    public byte Detail { get; init; }

    /// <summary>First of the eight bytes, or of the sixteen, that hold a field; from the start of the sampled header.</summary>
    public int Offset { get; init; }

    /// <summary>Bits to the right of the field in those eight bytes.</summary>
    public byte Shift { get; init; }

    /// <summary>The field's bits, once they are at the right end.</summary>
    public ulong Mask { get; init; }

    /// <summary>The value of a constant.</summary>
    public Evaluated Value { get; init; }

    /// <summary>Least number of a range.</summary>
    public double Least { get; init; }

    /// <summary>Largest number of a range.</summary>
    public double Most { get; init; }

    /// <summary>Bytes of the header that must be there for it to be read; 0 when it is not read.</summary>
    public int NeededBytes => Kind switch
    {
        ShapedKind.Field or ShapedKind.Range => Offset + 8,
        ShapedKind.WideField => Offset + 16,
        _ => 0,
    };

    /// <summary>Makes a constant.</summary>
    public static ShapedKey Constant(in Evaluated value) => new() { Kind = ShapedKind.Constant, Value = value };

    /// <summary>Reads the field's bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read(ReadOnlySpan<byte> header) => (BinaryPrimitives.ReadUInt64BigEndian(header[Offset..]) >> Shift) & Mask;
}
