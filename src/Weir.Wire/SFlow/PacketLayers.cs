using System.Text.Json;
using Weir.Wire.Packets;

namespace Weir.Wire.SFlow;

/// <summary>Shows which protocol headers a sampled header holds (sFlow v5, <c>sampled_header</c>).</summary>
internal static class PacketLayers
{
    /// <summary>Writes the property <c>packet</c>: the headers found, outermost first, with their fields.</summary>
    public static void Write(Utf8JsonWriter json, HeaderProtocol protocol, ReadOnlySpan<byte> header)
    {
        json.WritePropertyName("packet");
        PacketJson.Write(json, header, protocol);
    }
}
