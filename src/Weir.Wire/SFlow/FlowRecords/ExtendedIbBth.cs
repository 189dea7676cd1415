using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>InfiniBand base transport header of a packet (draft): flow record <c>extended_ib_bth</c> (sFlow v5, 0:1033).</summary>
/// <remarks>
/// <code>
/// pkey(4) dst_qp(4) opcode(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedIbBth : IRecord<ExtendedIbBth>
{
    /// <summary>Tag of the record: 0:1033.</summary>
    public const uint Tag = 1033;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>Partition key.</summary>
    public uint Pkey { get; init; }

    /// <summary>Destination queue pair.</summary>
    public uint DstQp { get; init; }

    /// <summary>Packet type.</summary>
    public uint Opcode { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedIbBth>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedIbBth record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedIbBth
        {
            Pkey = XdrField.UInt32(body, 0),
            DstQp = XdrField.UInt32(body, 4),
            Opcode = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Pkey);
        writer.WriteUInt32(DstQp);
        writer.WriteUInt32(Opcode);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("pkey", Pkey);
        json.WriteNumber("dst_qp", DstQp);
        json.WriteNumber("opcode", Opcode);
    }
}
