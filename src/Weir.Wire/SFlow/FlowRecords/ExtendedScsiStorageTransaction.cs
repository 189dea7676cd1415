using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>A SCSI operation (early host draft): flow record <c>extended_scsi_storage_transaction</c> (sFlow v5, 0:2002).</summary>
/// <remarks>
/// <code>
/// lun(4) operation(4) status(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedScsiStorageTransaction : IRecord<ExtendedScsiStorageTransaction>
{
    /// <summary>Tag of the record: 0:2002.</summary>
    public const uint Tag = 2002;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>Logical unit.</summary>
    public uint Lun { get; init; }

    /// <summary>Operation code; all ones unknown.</summary>
    public uint Operation { get; init; }

    /// <summary>SCSI status.</summary>
    public uint Status { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedScsiStorageTransaction>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedScsiStorageTransaction record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedScsiStorageTransaction
        {
            Lun = XdrField.UInt32(body, 0),
            Operation = XdrField.UInt32(body, 4),
            Status = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Lun);
        writer.WriteUInt32(Operation);
        writer.WriteUInt32(Status);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("lun", Lun);
        json.WriteNumber("operation", Operation);
        json.WriteNumber("status", Status);
    }
}
