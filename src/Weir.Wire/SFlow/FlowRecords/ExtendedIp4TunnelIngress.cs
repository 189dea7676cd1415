using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Outer IPv4 header that was taken from a packet: flow record <c>extended_ipv4_tunnel_ingress</c> (sFlow v5, 0:1024).</summary>
/// <remarks>
/// <code>
/// header(32)
/// </code>
/// </remarks>
public readonly record struct ExtendedIp4TunnelIngress : IRecord<ExtendedIp4TunnelIngress>
{
    /// <summary>Tag of the record: 0:1024.</summary>
    public const uint Tag = 1024;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 32;

    /// <summary>The outer header.</summary>
    public SampledIp4 Header { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedIp4TunnelIngress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedIp4TunnelIngress record)
    {
        bool read = SampledIp4.TryRead(body, out SampledIp4 nested);
        record = new ExtendedIp4TunnelIngress { Header = nested };
        return read;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        Header.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartObject("header");
        Header.WriteFields(json);
        json.WriteEndObject();
    }
}
