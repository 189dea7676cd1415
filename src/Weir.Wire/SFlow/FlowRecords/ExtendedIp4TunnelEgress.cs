using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Outer IPv4 header that will be put before a packet: flow record <c>extended_ipv4_tunnel_egress</c> (sFlow v5, 0:1023).</summary>
/// <remarks>
/// <code>
/// header(32)
/// </code>
/// </remarks>
public readonly record struct ExtendedIp4TunnelEgress : IRecord<ExtendedIp4TunnelEgress>
{
    /// <summary>Tag of the record: 0:1023.</summary>
    public const uint Tag = 1023;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 32;

    /// <summary>The outer header.</summary>
    public SampledIp4 Header { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedIp4TunnelEgress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedIp4TunnelEgress record)
    {
        bool read = SampledIp4.TryRead(body, out SampledIp4 nested);
        record = new ExtendedIp4TunnelEgress { Header = nested };
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
