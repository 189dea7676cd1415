using System.Text.Json;
using Weir.Wire.Packets;

namespace Weir.Wire.SFlow;

/// <summary>Shows which protocol headers a sampled header holds (sFlow v5, <c>sampled_header</c>).</summary>
internal static class PacketLayers
{
    /// <summary>Writes the property <c>packet</c>: the headers found, outermost first.</summary>
    public static void Write(Utf8JsonWriter json, HeaderProtocol protocol, ReadOnlySpan<byte> header)
    {
        PacketHeaders packet = default;
        PacketDecoder.Decode(header, protocol, ref packet);
        json.WriteStartArray("packet");
        for (int i = 0; i < packet.Count; i++)
        {
            Layer layer = packet[i];
            json.WriteStartObject();
            json.WriteString("kind", LayerNames.Of(layer.Kind));
            json.WriteNumber("occurrence", layer.Occurrence);
            json.WriteNumber("offset", layer.Offset);
            json.WriteNumber("length", layer.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
