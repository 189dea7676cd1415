using System.Text;
using System.Text.Json;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow;

/// <summary>How the items of structures look in JSON (sFlow v5 data types). Any bytes are taken: text is read as UTF-8 with U+FFFD for what is none.</summary>
internal static class JsonFields
{
    public static void Text(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes) =>
        json.WriteString(name, Encoding.UTF8.GetString(bytes));

    public static void Hex(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes) =>
        json.WriteString(name, Convert.ToHexStringLower(bytes));

    public static void Mac(Utf8JsonWriter json, string name, MacAddress mac) => json.WriteString(name, mac.ToString());

    /// <summary>An address as text; null when the agent does not know it.</summary>
    public static void Address(Utf8JsonWriter json, string name, NetworkAddress address)
    {
        if (address.Family == NetworkFamily.Unknown)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, address.ToString());
        }
    }

    public static void Source(Utf8JsonWriter json, string name, DataSource source) => json.WriteString(name, source.ToString());

    /// <summary>A number; null for infinities and not-a-number, which JSON cannot say.</summary>
    public static void Real(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A number; null for infinities and not-a-number, which JSON cannot say.</summary>
    public static void Real(Utf8JsonWriter json, string name, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void List(Utf8JsonWriter json, string name, UInt32List list)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < list.Count; i++)
        {
            json.WriteNumberValue(list[i]);
        }

        json.WriteEndArray();
    }

    public static void Path(Utf8JsonWriter json, string name, AsPath path)
    {
        json.WriteStartArray(name);
        AsPathReader segments = path.Segments;
        while (segments.TryRead(out AsPathSegment segment))
        {
            json.WriteStartObject();
            json.WriteNumber("type", (uint)segment.Type);
            List(json, "as", segment.Numbers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Context(Utf8JsonWriter json, string name, OperationContext context)
    {
        json.WriteStartObject(name);
        Text(json, "application", context.Application);
        Text(json, "operation", context.Operation);
        Text(json, "attributes", context.Attributes);
        json.WriteEndObject();
    }

    public static void LacpState(Utf8JsonWriter json, string name, LacpPortState state)
    {
        json.WriteStartObject(name);
        json.WriteNumber("actorAdmin", state.ActorAdmin);
        json.WriteNumber("actorOper", state.ActorOper);
        json.WriteNumber("partnerAdmin", state.PartnerAdmin);
        json.WriteNumber("partnerOper", state.PartnerOper);
        json.WriteEndObject();
    }
}
