using Weir.Analytics.Flows.Keys;
using Weir.Wire;

namespace Weir.Analytics.Flows.Plans;

/// <summary>The value of an expression on one sample, free of the sample's bytes. Two values are equal exactly when their texts and types are.</summary>
internal struct Evaluated
{
    /// <summary>Upper half of an IPv6 address or of a text's hash.</summary>
    public ulong High;

    /// <summary>Number (bits of a double when <see cref="Detail"/> is 1), address, flags, or lower half of a text's hash.</summary>
    public ulong Low;

    /// <summary>The text, when the type is text.</summary>
    public PooledText? Text;

    /// <summary>What the value is.</summary>
    public KeyType Type;

    /// <summary>Width of flags in bits; 1 for a number with a fraction; otherwise 0.</summary>
    public byte Detail;

    /// <summary>Type and detail in one byte: tells how words are to be read.</summary>
    public readonly byte Tag => (byte)((int)Type | (Detail << 3));

    /// <summary>Makes a text.</summary>
    public static Evaluated OfText(PooledText text) => new() { Type = KeyType.Text, Text = text, High = text.High, Low = text.Low };

    /// <summary>Makes a truth value.</summary>
    public static Evaluated OfBoolean(bool value) => new() { Type = KeyType.Boolean, Low = value ? 1ul : 0 };

    /// <summary>Makes a whole number.</summary>
    public static Evaluated OfNumber(ulong value) => new() { Type = KeyType.Number, Low = value };

    /// <summary>Makes an address.</summary>
    public static Evaluated OfAddress(NetworkAddress address) =>
        new() { Type = address.Family == NetworkFamily.V6 ? KeyType.Ip6 : KeyType.Ip4, High = address.High, Low = address.Low };

    /// <summary>Converts a value read from a sample that needs neither the sample nor a text pool.</summary>
    public static Evaluated OfPlain(in KeyValue value)
    {
        if (value.Form == KeyForm.Real)
        {
            return OfReal(BitConverter.UInt64BitsToDouble(value.Low));
        }

        bool flags = value.Type == KeyType.Bits;
        return new Evaluated { Type = value.Type, High = flags ? 0 : value.High, Low = value.Low, Detail = flags ? (byte)Math.Min(value.High, 31) : (byte)0 };
    }

    /// <summary>Makes a number with a fraction; a whole one becomes a whole number, so that equal texts stay equal values.</summary>
    public static Evaluated OfReal(double value) => value is >= 0 and < 9e15 && value == Math.Floor(value)
        ? OfNumber((ulong)value)
        : new Evaluated { Type = KeyType.Number, Low = BitConverter.DoubleToUInt64Bits(value), Detail = 1 };

    /// <summary>Reads back what <see cref="Tag"/> and two words say.</summary>
    public static Evaluated FromWords(byte tag, ulong high, ulong low, PooledText? text) =>
        new() { Type = (KeyType)(tag & 7), Detail = (byte)(tag >> 3), High = high, Low = low, Text = text };

    /// <summary>The number; NaN when the value is none.</summary>
    public readonly double AsNumber() => Type != KeyType.Number ? double.NaN : Detail == 1 ? BitConverter.UInt64BitsToDouble(Low) : Low;

    /// <summary>The address; false when the value is none.</summary>
    public readonly bool TryGetAddress(out NetworkAddress address)
    {
        address = new NetworkAddress(High, Low, Type == KeyType.Ip6 ? NetworkFamily.V6 : NetworkFamily.V4);
        return Type is KeyType.Ip4 or KeyType.Ip6;
    }

    /// <summary>True when both have the same type and content.</summary>
    public readonly bool SameAs(in Evaluated other) => Low == other.Low && High == other.High && Tag == other.Tag;

    /// <summary>Well-mixed hash of type and content; never 0.</summary>
    public readonly ulong Hash() => TextHash.Fold(Low ^ 0x9e3779b97f4a7c15, High ^ 0xd6e8feb86659fd93 ^ ((ulong)Tag << 56)) | 1;

    /// <summary>Writes the text as UTF-8.</summary>
    /// <param name="target">At least <see cref="KeyValue.MaxTextLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public readonly int Format(Span<byte> target)
    {
        if (Text is not null)
        {
            ReadOnlySpan<byte> text = Text.Utf8.AsSpan(0, Math.Min(Text.Utf8.Length, target.Length));
            text.CopyTo(target);
            return text.Length;
        }

        return ToKeyValue().TryFormat(target, out int written) ? written : 0;
    }

    /// <summary>The text.</summary>
    public readonly string ToText() => Text?.Value ?? ToKeyValue().ToText();

    private readonly KeyValue ToKeyValue() => Type switch
    {
        KeyType.Number when Detail == 1 => KeyValue.Real(BitConverter.UInt64BitsToDouble(Low)),
        KeyType.Number => KeyValue.Number(Low),
        KeyType.Mac => KeyValue.Mac(Low),
        KeyType.Boolean => KeyValue.Boolean(Low != 0),
        KeyType.Bits => KeyValue.Bits(Low, Detail),
        KeyType.Ip4 or KeyType.Ip6 => KeyValue.Address(new NetworkAddress(High, Low, Type == KeyType.Ip6 ? NetworkFamily.V6 : NetworkFamily.V4)),
        _ => KeyValue.OfText(""),
    };
}
