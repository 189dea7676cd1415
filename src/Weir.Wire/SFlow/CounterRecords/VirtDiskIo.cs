using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Disks of a virtual machine: counter record <c>virt_disk_io</c> (sFlow v5, 0:2103).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// capacity(8) allocation(8) physical(8) rd_req(4) rd_bytes(8) wr_req(4) wr_bytes(8) errs(4)
/// </code>
/// </remarks>
public readonly record struct VirtDiskIo : IRecord<VirtDiskIo>
{
    /// <summary>Tag of the record: 0:2103.</summary>
    public const uint Tag = 2103;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 52;

    /// <summary>Logical size, in bytes.</summary>
    public ulong Capacity { get; init; }

    /// <summary>Bytes allocated.</summary>
    public ulong Allocation { get; init; }

    /// <summary>Bytes that the backing image takes.</summary>
    public ulong Physical { get; init; }

    /// <summary>Read requests.</summary>
    public uint RdReq { get; init; }

    /// <summary>Bytes read.</summary>
    public ulong RdBytes { get; init; }

    /// <summary>Write requests.</summary>
    public uint WrReq { get; init; }

    /// <summary>Bytes written.</summary>
    public ulong WrBytes { get; init; }

    /// <summary>Errors of reads and writes.</summary>
    public uint Errs { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VirtDiskIo>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VirtDiskIo record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VirtDiskIo
        {
            Capacity = XdrField.UInt64(body, 0),
            Allocation = XdrField.UInt64(body, 8),
            Physical = XdrField.UInt64(body, 16),
            RdReq = XdrField.UInt32(body, 24),
            RdBytes = XdrField.UInt64(body, 28),
            WrReq = XdrField.UInt32(body, 36),
            WrBytes = XdrField.UInt64(body, 40),
            Errs = XdrField.UInt32(body, 48),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(Capacity);
        writer.WriteUInt64(Allocation);
        writer.WriteUInt64(Physical);
        writer.WriteUInt32(RdReq);
        writer.WriteUInt64(RdBytes);
        writer.WriteUInt32(WrReq);
        writer.WriteUInt64(WrBytes);
        writer.WriteUInt32(Errs);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("capacity", Capacity);
        json.WriteNumber("allocation", Allocation);
        json.WriteNumber("physical", Physical);
        json.WriteNumber("rd_req", RdReq);
        json.WriteNumber("rd_bytes", RdBytes);
        json.WriteNumber("wr_req", WrReq);
        json.WriteNumber("wr_bytes", WrBytes);
        json.WriteNumber("errs", Errs);
    }
}
