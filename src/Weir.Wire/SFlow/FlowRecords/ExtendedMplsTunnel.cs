using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The MPLS tunnel of a packet: flow record <c>extended_mpls_tunnel</c> (sFlow v5, 0:1008).</summary>
/// <remarks>
/// <code>
/// tunnel_lsp_name&lt;&gt; tunnel_id(4) tunnel_cos(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedMplsTunnel : IRecord<ExtendedMplsTunnel>
{
    /// <summary>Tag of the record: 0:1008.</summary>
    public const uint Tag = 1008;

    /// <summary>Name of the label-switched path.</summary>
    public ReadOnlySpan<byte> TunnelLspName { get; init; }

    /// <summary>Tunnel id.</summary>
    public uint TunnelId { get; init; }

    /// <summary>Class of service of the tunnel.</summary>
    public uint TunnelCos { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedMplsTunnel>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedMplsTunnel record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> tunnelLspName) || !reader.TryReadUInt32(out uint tunnelId)
            || !reader.TryReadUInt32(out uint tunnelCos))
        {
            return false;
        }

        record = new ExtendedMplsTunnel
        {
            TunnelLspName = tunnelLspName,
            TunnelId = tunnelId,
            TunnelCos = tunnelCos,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(TunnelLspName);
        writer.WriteUInt32(TunnelId);
        writer.WriteUInt32(TunnelCos);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "tunnel_lsp_name", TunnelLspName);
        json.WriteNumber("tunnel_id", TunnelId);
        json.WriteNumber("tunnel_cos", TunnelCos);
    }
}
