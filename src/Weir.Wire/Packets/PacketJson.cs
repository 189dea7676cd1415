using System.Text;
using System.Text.Json;
using Weir.Wire.Packets.Fields;

namespace Weir.Wire.Packets;

/// <summary>Shows a packet as JSON: one object per header with its fields (sFlow v5, sampled_header).</summary>
/// <remarks>For people and tests: it allocates. A field that the capture ended before is left out.</remarks>
public static class PacketJson
{
    private const int MaxNameLength = 1020;

    /// <summary>Decodes a sampled header and writes an array of its headers, outermost first.</summary>
    /// <param name="json">Positioned where a value may be written.</param>
    /// <param name="header">The captured bytes.</param>
    /// <param name="protocol">What they begin with.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> header, HeaderProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(json);
        PacketHeaders packet = default;
        PacketDecoder.Decode(header, protocol, ref packet);
        json.WriteStartArray();
        for (int i = 0; i < packet.Count; i++)
        {
            WriteLayer(json, header, packet[i]);
        }

        json.WriteEndArray();
    }

    private static void WriteLayer(Utf8JsonWriter json, ReadOnlySpan<byte> header, Layer layer)
    {
        json.WriteStartObject();
        json.WriteString("kind", LayerNames.Of(layer.Kind));
        json.WriteNumber("occurrence", layer.Occurrence);
        json.WriteNumber("offset", layer.Offset);
        json.WriteNumber("length", layer.Length);

        // In an object of their own: UDP, IPv6 and others have a field called length too.
        json.WriteStartObject("fields");
        foreach (PacketField field in PacketFields.Of(layer.Kind))
        {
            WriteField(json, header, layer, field);
        }

        WriteExtra(json, header, layer);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, ReadOnlySpan<byte> header, Layer layer, PacketField field)
    {
        if (field.TryReadAddress(header, layer, out NetworkAddress address))
        {
            json.WriteString(field.Name, address.ToString());
            return;
        }

        if (!field.TryRead(header, layer, out ulong value))
        {
            return;
        }

        switch (field.Type)
        {
            case PacketFieldType.Flag:
                json.WriteBoolean(field.Name, value != 0);
                break;
            case PacketFieldType.Bits:
                json.WriteString(field.Name, value.ToString($"B{field.BitWidth}", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case PacketFieldType.Mac:
                json.WriteString(field.Name, new MacAddress(value).ToString());
                break;
            default:
                json.WriteNumber(field.Name, value);
                break;
        }
    }

    /// <summary>What lies at no fixed place: GRE key, L2TP identifiers, the DNS question.</summary>
    private static void WriteExtra(Utf8JsonWriter json, ReadOnlySpan<byte> header, Layer layer)
    {
        switch (layer.Kind)
        {
            case LayerKind.Gre when TunnelIds.TryReadGreKey(header, layer, out uint key):
                json.WriteNumber("key", key);
                break;
            case LayerKind.L2tp when TunnelIds.TryReadL2tp(header, layer, out ushort tunnel, out ushort session):
                json.WriteNumber("tunnel_id", tunnel);
                json.WriteNumber("session_id", session);
                break;
            case LayerKind.Dns when DnsQuestion.TryFind(header, layer, out DnsQuestion question):
                WriteQuestion(json, header[layer.Offset..], question);
                break;
        }
    }

    private static void WriteQuestion(Utf8JsonWriter json, ReadOnlySpan<byte> message, DnsQuestion question)
    {
        Span<byte> name = stackalloc byte[MaxNameLength];
        if (DnsNames.TryFormat(message, question.NameOffset, name, out int written, out _))
        {
            json.WriteString("question_name", Encoding.ASCII.GetString(name[..written]));
        }

        if (question.HasType)
        {
            json.WriteNumber("question_type", question.Type);
        }
    }
}
