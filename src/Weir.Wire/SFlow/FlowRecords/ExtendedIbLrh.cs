using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>InfiniBand local route header of a packet on both sides of a switch (draft): flow record <c>extended_ib_lrh</c> (sFlow v5, 0:1031).</summary>
/// <remarks>
/// <code>
/// src_vl(4) src_sl(4) src_dlid(4) src_slid(4) src_lnh(4) dst_vl(4) dst_sl(4) dst_dlid(4) dst_slid(4) dst_lnh(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedIbLrh : IRecord<ExtendedIbLrh>
{
    /// <summary>Tag of the record: 0:1031.</summary>
    public const uint Tag = 1031;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 40;

    /// <summary>Virtual lane on the way in.</summary>
    public uint SrcVl { get; init; }

    /// <summary>Service level on the way in.</summary>
    public uint SrcSl { get; init; }

    /// <summary>Destination local id on the way in.</summary>
    public uint SrcDlid { get; init; }

    /// <summary>Source local id on the way in.</summary>
    public uint SrcSlid { get; init; }

    /// <summary>Link next header on the way in.</summary>
    public uint SrcLnh { get; init; }

    /// <summary>Virtual lane on the way out.</summary>
    public uint DstVl { get; init; }

    /// <summary>Service level on the way out.</summary>
    public uint DstSl { get; init; }

    /// <summary>Destination local id on the way out.</summary>
    public uint DstDlid { get; init; }

    /// <summary>Source local id on the way out.</summary>
    public uint DstSlid { get; init; }

    /// <summary>Link next header on the way out.</summary>
    public uint DstLnh { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedIbLrh>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedIbLrh record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedIbLrh
        {
            SrcVl = XdrField.UInt32(body, 0),
            SrcSl = XdrField.UInt32(body, 4),
            SrcDlid = XdrField.UInt32(body, 8),
            SrcSlid = XdrField.UInt32(body, 12),
            SrcLnh = XdrField.UInt32(body, 16),
            DstVl = XdrField.UInt32(body, 20),
            DstSl = XdrField.UInt32(body, 24),
            DstDlid = XdrField.UInt32(body, 28),
            DstSlid = XdrField.UInt32(body, 32),
            DstLnh = XdrField.UInt32(body, 36),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(SrcVl);
        writer.WriteUInt32(SrcSl);
        writer.WriteUInt32(SrcDlid);
        writer.WriteUInt32(SrcSlid);
        writer.WriteUInt32(SrcLnh);
        writer.WriteUInt32(DstVl);
        writer.WriteUInt32(DstSl);
        writer.WriteUInt32(DstDlid);
        writer.WriteUInt32(DstSlid);
        writer.WriteUInt32(DstLnh);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("src_vl", SrcVl);
        json.WriteNumber("src_sl", SrcSl);
        json.WriteNumber("src_dlid", SrcDlid);
        json.WriteNumber("src_slid", SrcSlid);
        json.WriteNumber("src_lnh", SrcLnh);
        json.WriteNumber("dst_vl", DstVl);
        json.WriteNumber("dst_sl", DstSl);
        json.WriteNumber("dst_dlid", DstDlid);
        json.WriteNumber("dst_slid", DstSlid);
        json.WriteNumber("dst_lnh", DstLnh);
    }
}
