using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The MPLS virtual circuit of a packet: flow record <c>extended_mpls_vc</c> (sFlow v5, 0:1009).</summary>
/// <remarks>
/// <code>
/// vc_instance_name&lt;&gt; vll_vc_id(4) vc_label_cos(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedMplsVc : IRecord<ExtendedMplsVc>
{
    /// <summary>Tag of the record: 0:1009.</summary>
    public const uint Tag = 1009;

    /// <summary>Name of the virtual circuit.</summary>
    public ReadOnlySpan<byte> VcInstanceName { get; init; }

    /// <summary>Id of the virtual circuit.</summary>
    public uint VllVcId { get; init; }

    /// <summary>Class of service of the virtual circuit's label.</summary>
    public uint VcLabelCos { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedMplsVc>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedMplsVc record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> vcInstanceName) || !reader.TryReadUInt32(out uint vllVcId)
            || !reader.TryReadUInt32(out uint vcLabelCos))
        {
            return false;
        }

        record = new ExtendedMplsVc
        {
            VcInstanceName = vcInstanceName,
            VllVcId = vllVcId,
            VcLabelCos = vcLabelCos,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(VcInstanceName);
        writer.WriteUInt32(VllVcId);
        writer.WriteUInt32(VcLabelCos);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "vc_instance_name", VcInstanceName);
        json.WriteNumber("vll_vc_id", VllVcId);
        json.WriteNumber("vc_label_cos", VcLabelCos);
    }
}
