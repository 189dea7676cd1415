using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Outer link-layer header that was taken from a packet: flow record <c>extended_L2_tunnel_ingress</c> (sFlow v5, 0:1022).</summary>
/// <remarks>
/// <code>
/// header(24)
/// </code>
/// </remarks>
public readonly record struct ExtendedL2TunnelIngress : IRecord<ExtendedL2TunnelIngress>
{
    /// <summary>Tag of the record: 0:1022.</summary>
    public const uint Tag = 1022;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 24;

    /// <summary>The outer header.</summary>
    public SampledEthernet Header { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedL2TunnelIngress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedL2TunnelIngress record)
    {
        bool read = SampledEthernet.TryRead(body, out SampledEthernet nested);
        record = new ExtendedL2TunnelIngress { Header = nested };
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
