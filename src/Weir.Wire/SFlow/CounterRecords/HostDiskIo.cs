using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Disks of a host: counter record <c>host_disk_io</c> (sFlow v5, 0:2005).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// disk_total(8) disk_free(8) part_max_used(4) reads(4) bytes_read(8) read_time(4) writes(4) bytes_written(8)
/// write_time(4)
/// </code>
/// </remarks>
public readonly record struct HostDiskIo : IRecord<HostDiskIo>
{
    /// <summary>Tag of the record: 0:2005.</summary>
    public const uint Tag = 2005;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 52;

    /// <summary>Bytes of disk.</summary>
    public ulong DiskTotal { get; init; }

    /// <summary>Bytes free.</summary>
    public ulong DiskFree { get; init; }

    /// <summary>Fill of the fullest partition, in hundredths of a percent; all ones unknown.</summary>
    public uint PartMaxUsed { get; init; }

    /// <summary>Reads issued.</summary>
    public uint Reads { get; init; }

    /// <summary>Bytes read.</summary>
    public ulong BytesRead { get; init; }

    /// <summary>Milliseconds spent reading.</summary>
    public uint ReadTime { get; init; }

    /// <summary>Writes completed.</summary>
    public uint Writes { get; init; }

    /// <summary>Bytes written.</summary>
    public ulong BytesWritten { get; init; }

    /// <summary>Milliseconds spent writing.</summary>
    public uint WriteTime { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HostDiskIo>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostDiskIo record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new HostDiskIo
        {
            DiskTotal = XdrField.UInt64(body, 0),
            DiskFree = XdrField.UInt64(body, 8),
            PartMaxUsed = XdrField.UInt32(body, 16),
            Reads = XdrField.UInt32(body, 20),
            BytesRead = XdrField.UInt64(body, 24),
            ReadTime = XdrField.UInt32(body, 32),
            Writes = XdrField.UInt32(body, 36),
            BytesWritten = XdrField.UInt64(body, 40),
            WriteTime = XdrField.UInt32(body, 48),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(DiskTotal);
        writer.WriteUInt64(DiskFree);
        writer.WriteUInt32(PartMaxUsed);
        writer.WriteUInt32(Reads);
        writer.WriteUInt64(BytesRead);
        writer.WriteUInt32(ReadTime);
        writer.WriteUInt32(Writes);
        writer.WriteUInt64(BytesWritten);
        writer.WriteUInt32(WriteTime);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("disk_total", DiskTotal);
        json.WriteNumber("disk_free", DiskFree);
        json.WriteNumber("part_max_used", PartMaxUsed);
        json.WriteNumber("reads", Reads);
        json.WriteNumber("bytes_read", BytesRead);
        json.WriteNumber("read_time", ReadTime);
        json.WriteNumber("writes", Writes);
        json.WriteNumber("bytes_written", BytesWritten);
        json.WriteNumber("write_time", WriteTime);
    }
}
