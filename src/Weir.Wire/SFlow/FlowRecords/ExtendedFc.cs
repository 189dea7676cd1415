using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The Fibre Channel route of a frame: flow record <c>extended_fc</c> (sFlow v5, 0:1018).</summary>
/// <remarks>
/// <code>
/// src_mask_len(4) dst_mask_len(4) next_hop(4) metric(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedFc : IRecord<ExtendedFc>
{
    /// <summary>Tag of the record: 0:1018.</summary>
    public const uint Tag = 1018;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 16;

    /// <summary>Mask length of the route to the source, in bits.</summary>
    public uint SrcMaskLen { get; init; }

    /// <summary>Mask length of the route to the destination, in bits.</summary>
    public uint DstMaskLen { get; init; }

    /// <summary>Domain of the next switch.</summary>
    public uint NextHop { get; init; }

    /// <summary>Route type in the top bit, metric below it.</summary>
    public uint Metric { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedFc>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedFc record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedFc
        {
            SrcMaskLen = XdrField.UInt32(body, 0),
            DstMaskLen = XdrField.UInt32(body, 4),
            NextHop = XdrField.UInt32(body, 8),
            Metric = XdrField.UInt32(body, 12),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(SrcMaskLen);
        writer.WriteUInt32(DstMaskLen);
        writer.WriteUInt32(NextHop);
        writer.WriteUInt32(Metric);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("src_mask_len", SrcMaskLen);
        json.WriteNumber("dst_mask_len", DstMaskLen);
        json.WriteNumber("next_hop", NextHop);
        json.WriteNumber("metric", Metric);
    }
}
