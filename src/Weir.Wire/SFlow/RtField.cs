using System.Text.Json;

namespace Weir.Wire.SFlow;

/// <summary>One named value of the user's own (sFlow v5, host-sflow <c>rtmetric</c> 4300:1002 and <c>rtflow</c> 4300:1003).</summary>
/// <remarks>
/// <code>
/// name&lt;&gt; type(4) value
/// </code>
/// </remarks>
public readonly ref struct RtField
{
    /// <summary>Name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>What the value is.</summary>
    public RtFieldType Type { get; init; }

    /// <summary>The value as on the wire, without length word and padding.</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>True when the value is a number and not text or an address.</summary>
    public bool IsNumber => Type is not (RtFieldType.Text or RtFieldType.Mac or RtFieldType.Ip4 or RtFieldType.Ip6);

    /// <summary>The value of a number; not-a-number for anything else.</summary>
    public double Number => Type switch
    {
        RtFieldType.Counter32 or RtFieldType.Gauge32 => XdrField.UInt32(Value, 0),
        RtFieldType.Counter64 or RtFieldType.Gauge64 => XdrField.UInt64(Value, 0),
        RtFieldType.Int32 => XdrField.Int32(Value, 0),
        RtFieldType.Int64 => (long)XdrField.UInt64(Value, 0),
        RtFieldType.GaugeFloat or RtFieldType.Float => XdrField.Single(Value, 0),
        RtFieldType.GaugeDouble or RtFieldType.Double => BitConverter.UInt64BitsToDouble(XdrField.UInt64(Value, 0)),
        _ => double.NaN,
    };

    /// <summary>Writes name, type and value as one JSON object; a whole number keeps all its digits.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        JsonFields.Text(json, "name", Name);
        json.WriteString("type", Type.ToString());
        WriteValue(json);
        json.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter json)
    {
        switch (Type)
        {
            case RtFieldType.Text:
                JsonFields.Text(json, "value", Value);
                break;
            case RtFieldType.Mac:
                JsonFields.Mac(json, "value", MacAddress.Read(Value));
                break;
            case RtFieldType.Ip4:
                JsonFields.Address(json, "value", NetworkAddress.ReadV4(Value));
                break;
            case RtFieldType.Ip6:
                JsonFields.Address(json, "value", NetworkAddress.ReadV6(Value));
                break;
            case RtFieldType.Counter64 or RtFieldType.Gauge64:
                json.WriteNumber("value", XdrField.UInt64(Value, 0));
                break;
            case RtFieldType.Int64:
                json.WriteNumber("value", (long)XdrField.UInt64(Value, 0));
                break;
            default:
                JsonFields.Real(json, "value", Number);
                break;
        }
    }
}
