using System.Globalization;
using System.Text;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>The value of a flow key on one sample: 32 bytes, made without allocation.</summary>
/// <remarks>
/// Its own <see cref="Type"/> counts: it may differ from the key's usual one (<c>inputifindex</c> is a number, or the text
/// <c>internal</c>). Text that lies in the sample is held as a position; format it while the sample is at hand.
/// </remarks>
public readonly record struct KeyValue
{
    /// <summary>Longest text of any value, in bytes; longer text is cut.</summary>
    public const int MaxTextLength = 1024;

    private KeyValue(KeyType type, KeyForm form, ulong high, ulong low, string? text)
    {
        Type = type;
        Form = form;
        High = high;
        Low = low;
        Text = text;
    }

    /// <summary>What the value is.</summary>
    public KeyType Type { get; }

    /// <summary>How it is held.</summary>
    public KeyForm Form { get; }

    /// <summary>Upper half of an IPv6 address; number of bits of flags.</summary>
    public ulong High { get; }

    /// <summary>The number (bits of a double when <see cref="Form"/> says so), address, flags; 0 or 1 for false and true.</summary>
    public ulong Low { get; }

    /// <summary>The text when it does not lie in the sample; otherwise null.</summary>
    public string? Text { get; }

    /// <summary>True when the value needs no sample to be formatted or kept.</summary>
    public bool IsSelfContained => Form <= KeyForm.ProtocolPort;

    /// <summary>Makes a whole number.</summary>
    public static KeyValue Number(ulong value) => new(KeyType.Number, KeyForm.Plain, 0, value, null);

    /// <summary>Makes a number with a fraction.</summary>
    public static KeyValue Real(double value) => new(KeyType.Number, KeyForm.Real, 0, BitConverter.DoubleToUInt64Bits(value), null);

    /// <summary>Makes a MAC address.</summary>
    public static KeyValue Mac(ulong value) => new(KeyType.Mac, KeyForm.Plain, 0, value, null);

    /// <summary>Makes true or false.</summary>
    public static KeyValue Boolean(bool value) => new(KeyType.Boolean, KeyForm.Plain, 0, value ? 1UL : 0, null);

    /// <summary>Makes flags of a fixed width in bits.</summary>
    public static KeyValue Bits(ulong value, int width) => new(KeyType.Bits, KeyForm.Plain, (ulong)width, value, null);

    /// <summary>Makes an address of either family; unknown becomes 0.0.0.0.</summary>
    public static KeyValue Address(NetworkAddress address) => address.Family == NetworkFamily.V6
        ? new(KeyType.Ip6, KeyForm.Plain, address.High, address.Low, null)
        : new(KeyType.Ip4, KeyForm.Plain, 0, address.Low, null);

    /// <summary>Makes text that already exists as a string; never build one for this on the hot path.</summary>
    public static KeyValue OfText(string text) => new(KeyType.Text, KeyForm.Plain, 0, 0, text);

    /// <summary>Makes an IP protocol and port, shown as <c>tcp_80</c>.</summary>
    public static KeyValue ProtocolPort(byte protocol, ushort port) => new(KeyType.Text, KeyForm.ProtocolPort, 0, ((ulong)protocol << 16) | port, null);

    /// <summary>Makes text at a position of <see cref="SampleContext.Bytes"/>.</summary>
    internal static KeyValue InSample(KeyForm form, int offset, int length) => new(KeyType.Text, form, (ulong)length, (ulong)offset, null);

    /// <summary>Makes the value a header field holds.</summary>
    internal static KeyValue OfField(PacketFieldType type, ulong value, int width) => type switch
    {
        PacketFieldType.Flag => Boolean(value != 0),
        PacketFieldType.Bits => Bits(value, width),
        PacketFieldType.Mac => Mac(value),
        PacketFieldType.Ip4 => Address(NetworkAddress.FromV4((uint)value)),
        _ => Number(value),
    };

    /// <summary>Reads the value as a number, for use as a flow's value; false for addresses, flags and text.</summary>
    public bool TryGetNumber(out double number)
    {
        number = Form == KeyForm.Real ? BitConverter.UInt64BitsToDouble(Low) : Low;
        return Type == KeyType.Number;
    }

    /// <summary>The address; false when the value is none.</summary>
    public bool TryGetAddress(out NetworkAddress address)
    {
        address = new NetworkAddress(High, Low, Type == KeyType.Ip6 ? NetworkFamily.V6 : NetworkFamily.V4);
        return Type is KeyType.Ip4 or KeyType.Ip6;
    }

    /// <summary>Writes the exact text of the value as UTF-8, without allocation.</summary>
    /// <param name="sample">The sample the value was read from.</param>
    /// <param name="target">At least <see cref="MaxTextLength"/> bytes always suffice.</param>
    /// <param name="written">Bytes written.</param>
    /// <returns>False when the target is too short.</returns>
    public bool TryFormat(scoped ref SampleContext sample, scoped Span<byte> target, out int written) => Form switch
    {
        KeyForm.SampleBytes => KeyText.TryCopy(sample.Bytes.Slice((int)Low, (int)High), target, out written),
        KeyForm.DnsName => KeyText.TryFormatDnsName(sample.Header, (int)High, (int)Low, target, out written),
        KeyForm.AsPath => KeyText.TryFormatAsPath(sample.Slice((int)Low, (int)High), target, out written),
        KeyForm.Communities => KeyText.TryFormatCommunities(sample.Slice((int)Low, (int)High), target, out written),
        KeyForm.Stack => LayerNames.TryFormatStack(in sample.Packet, target, out written),
        KeyForm.Labels => KeyText.TryFormatLabels(ref sample, target, out written),
        _ => TryFormat(target, out written),
    };

    /// <summary>Writes the exact text of a self-contained value as UTF-8, without allocation.</summary>
    /// <param name="target">At least <see cref="MaxTextLength"/> bytes always suffice.</param>
    /// <param name="written">Bytes written.</param>
    /// <returns>False when the target is too short or the value is not <see cref="IsSelfContained"/>.</returns>
    public bool TryFormat(Span<byte> target, out int written)
    {
        switch (Type)
        {
            case KeyType.Number when Form == KeyForm.Real:
                return BitConverter.UInt64BitsToDouble(Low).TryFormat(target, out written, default, CultureInfo.InvariantCulture);
            case KeyType.Number:
                return Low.TryFormat(target, out written, default, CultureInfo.InvariantCulture);
            case KeyType.Ip4:
                return KeyText.TryFormatIp4((uint)Low, target, out written);
            case KeyType.Ip6:
                return KeyText.TryFormatIp6(High, Low, target, out written);
            case KeyType.Mac:
                return Low.TryFormat(target, out written, "X12", CultureInfo.InvariantCulture);
            case KeyType.Boolean:
                return KeyText.TryCopy(Low != 0 ? "true"u8 : "false"u8, target, out written);
            case KeyType.Bits:
                return KeyText.TryFormatBits(Low, (int)High, target, out written);
            case KeyType.Text when Form == KeyForm.ProtocolPort:
                return KeyText.TryFormatProtocolPort((byte)(Low >> 16), (ushort)Low, target, out written);
            case KeyType.Text when Form == KeyForm.Plain:
                return Encoding.UTF8.TryGetBytes(Text, target, out written);
            default:
                written = 0;
                return false;
        }
    }

    /// <summary>The exact text of the value; allocates.</summary>
    /// <param name="sample">The sample the value was read from.</param>
    public string ToText(scoped ref SampleContext sample)
    {
        Span<byte> bytes = stackalloc byte[MaxTextLength];
        return TryFormat(ref sample, bytes, out int written) ? Encoding.UTF8.GetString(bytes[..written]) : "";
    }

    /// <summary>The exact text of a self-contained value; allocates. Empty when the text lies in a sample.</summary>
    public string ToText()
    {
        if (Text is not null)
        {
            return Text;
        }

        Span<byte> bytes = stackalloc byte[MaxTextLength];
        return TryFormat(bytes, out int written) ? Encoding.UTF8.GetString(bytes[..written]) : "";
    }
}
