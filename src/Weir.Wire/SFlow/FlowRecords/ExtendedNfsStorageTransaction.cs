using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>An NFS operation (early host draft): flow record <c>extended_nfs_storage_transaction</c> (sFlow v5, 0:2001).</summary>
/// <remarks>
/// <code>
/// path&lt;&gt; operation(4) status(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedNfsStorageTransaction : IRecord<ExtendedNfsStorageTransaction>
{
    /// <summary>Tag of the record: 0:2001.</summary>
    public const uint Tag = 2001;

    /// <summary>Path of the file or directory.</summary>
    public ReadOnlySpan<byte> Path { get; init; }

    /// <summary>NFS operation number.</summary>
    public uint Operation { get; init; }

    /// <summary>NFS status, nfsstat4.</summary>
    public uint Status { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedNfsStorageTransaction>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedNfsStorageTransaction record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> path) || !reader.TryReadUInt32(out uint operation)
            || !reader.TryReadUInt32(out uint status))
        {
            return false;
        }

        record = new ExtendedNfsStorageTransaction
        {
            Path = path,
            Operation = operation,
            Status = status,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Path);
        writer.WriteUInt32(Operation);
        writer.WriteUInt32(Status);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "path", Path);
        json.WriteNumber("operation", Operation);
        json.WriteNumber("status", Status);
    }
}
