namespace Weir.Wire.SFlow;

/// <summary>Walks the user-defined values of a sample (sFlow v5, host-sflow <c>rtmetric</c> 4300:1002 and <c>rtflow</c> 4300:1003).</summary>
/// <remarks>Values carry no length, so an unknown type or a value that is cut short ends the walk.</remarks>
public ref struct RtFieldReader
{
    private const int MinimumFieldSize = 12;

    private readonly bool _flow;
    private XdrReader _reader;
    private int _left;

    private RtFieldReader(ReadOnlySpan<byte> fields, int count, bool flow)
    {
        _reader = new XdrReader(fields);
        _left = count;
        _flow = flow;
        Error = DecodeError.None;
    }

    /// <summary>What ended the walk early; <see cref="DecodeError.None"/> while all is well.</summary>
    public DecodeError Error { get; private set; }

    /// <summary>Reads the next value; false at the end.</summary>
    public bool TryRead(out RtField field)
    {
        field = default;
        if (_left == 0)
        {
            return false;
        }

        _left--;
        if (_reader.TryReadOpaque(out ReadOnlySpan<byte> name) && _reader.TryReadUInt32(out uint wireType)
            && TryMap(wireType, _flow, out RtFieldType type) && TryReadValue(type, out ReadOnlySpan<byte> value))
        {
            field = new RtField { Name = name, Type = type, Value = value };
            return true;
        }

        Error = DecodeError.RecordFieldOutOfBounds;
        _left = 0;
        return false;
    }

    /// <summary>Reads the count and positions on the first value; false when the bytes cannot hold so many.</summary>
    internal static bool TryStart(scoped ref XdrReader sample, bool flow, out RtFieldReader fields)
    {
        bool counted = sample.TryReadCount(MinimumFieldSize, out int count);
        fields = new RtFieldReader(sample.Rest, count, flow);
        return counted;
    }

    /// <summary>The number by which a type goes in rtflow or rtmetric.</summary>
    internal static uint ToWire(RtFieldType type) => type >= RtFieldType.Mac ? (uint)(type - RtFieldType.Mac + 1) : (uint)type;

    private static bool TryMap(uint wireType, bool flow, out RtFieldType type)
    {
        type = wireType == 0 ? RtFieldType.Text : (RtFieldType)(flow ? wireType + 6 : wireType);
        return wireType <= (flow ? 7u : 6u);
    }

    private bool TryReadValue(RtFieldType type, out ReadOnlySpan<byte> value) => type switch
    {
        RtFieldType.Text => _reader.TryReadOpaque(out value),
        RtFieldType.Mac => _reader.TryReadFixed(6, out value),
        RtFieldType.Ip6 => _reader.TryReadFixed(16, out value),
        RtFieldType.Counter64 or RtFieldType.Gauge64 or RtFieldType.GaugeDouble or RtFieldType.Int64 or RtFieldType.Double => _reader.TryReadFixed(8, out value),
        _ => _reader.TryReadFixed(4, out value),
    };
}
