using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Outer IPv6 header that will be put before a packet: flow record <c>extended_ipv6_tunnel_egress</c> (sFlow v5, 0:1025).</summary>
/// <remarks>
/// <code>
/// header(56)
/// </code>
/// </remarks>
public readonly record struct ExtendedIp6TunnelEgress : IRecord<ExtendedIp6TunnelEgress>
{
    /// <summary>Tag of the record: 0:1025.</summary>
    public const uint Tag = 1025;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 56;

    /// <summary>The outer header.</summary>
    public SampledIp6 Header { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedIp6TunnelEgress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedIp6TunnelEgress record)
    {
        bool read = SampledIp6.TryRead(body, out SampledIp6 nested);
        record = new ExtendedIp6TunnelEgress { Header = nested };
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
