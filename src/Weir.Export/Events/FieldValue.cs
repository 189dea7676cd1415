using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Export.Events;

/// <summary>The value of one field of an event. Immutable; 24 bytes.</summary>
/// <remarks>As JSON and back it keeps its kind: numbers that are not <see cref="FieldKind.Integer"/> are written with a point or an exponent.</remarks>
public readonly record struct FieldValue
{
    private readonly string? _text;
    private readonly long _bits;

    private FieldValue(FieldKind kind, string? text, long bits)
    {
        Kind = kind;
        _text = text;
        _bits = bits;
    }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>The whole number; 0 unless <see cref="FieldKind.Integer"/>.</summary>
    public long Integer => Kind == FieldKind.Integer ? _bits : 0;

    /// <summary>The value as a number; NaN when it is none.</summary>
    public double Number => Kind switch
    {
        FieldKind.Integer => _bits,
        FieldKind.Number => BitConverter.Int64BitsToDouble(_bits),
        _ => double.NaN,
    };

    /// <summary>Characters of the text or JSON; 0 for every other kind.</summary>
    internal int TextLength => _text?.Length ?? 0;

    /// <summary>The value as true or false; false when it is neither.</summary>
    public bool Boolean => Kind == FieldKind.Boolean && _bits != 0;

    /// <summary>A text; null becomes JSON null.</summary>
    public static FieldValue Of(string? text) => text is null ? default : new(FieldKind.Text, text, 0);

    /// <summary>A whole number.</summary>
    public static FieldValue Of(long value) => new(FieldKind.Integer, null, value);

    /// <summary>A number; NaN and infinities, which JSON cannot say, become null.</summary>
    public static FieldValue Of(double value) => double.IsFinite(value) ? new(FieldKind.Number, null, BitConverter.DoubleToInt64Bits(value)) : default;

    /// <summary>True or false.</summary>
    public static FieldValue Of(bool value) => new(FieldKind.Boolean, null, value ? 1 : 0);

    /// <summary>Any JSON value; numbers without fraction or exponent that fit 64 bits are whole numbers.</summary>
    /// <exception cref="InvalidOperationException">A text within it is no Unicode.</exception>
    public static FieldValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Of(value.GetString()),
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? Of(whole) : Of(value.GetDouble()),
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Array or JsonValueKind.Object => new(FieldKind.Json, Compact(value), 0),
        _ => default,
    };

    /// <summary>Writes the value as JSON.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case FieldKind.Text:
                writer.WriteStringValue(_text);
                break;
            case FieldKind.Integer:
                writer.WriteNumberValue(_bits);
                break;
            case FieldKind.Number:
                WriteNumber(writer, BitConverter.Int64BitsToDouble(_bits));
                break;
            case FieldKind.Boolean:
                writer.WriteBooleanValue(_bits != 0);
                break;
            case FieldKind.Json:
                writer.WriteRawValue(_text!, skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>The value as text, as receivers that know only texts get it; null is empty.</summary>
    public override string ToString() => Kind switch
    {
        FieldKind.Text or FieldKind.Json => _text!,
        FieldKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        FieldKind.Number => BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.Boolean => _bits != 0 ? "true" : "false",
        _ => "",
    };

    // A whole number's digits alone would be read back as another kind, and receivers that guess types by the first value would guess wrong.
    private static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        if (!text[..length].ContainsAny((byte)'.', (byte)'E'))
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static string Compact(JsonElement value)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, EventJson.WriterOptions))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
