using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Why packets took the slow path of a switch: counter record <c>slow_path_counts</c> (sFlow v5, 0:8).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// unknown(4) other(4) cam_miss(4) cam_full(4) no_hw_support(4) cntrl(4)
/// </code>
/// </remarks>
public readonly record struct SlowPathCounts : IRecord<SlowPathCounts>
{
    /// <summary>Tag of the record: 0:8.</summary>
    public const uint Tag = 8;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 24;

    /// <summary>Packets for an unknown reason.</summary>
    public uint Unknown { get; init; }

    /// <summary>Packets for another reason.</summary>
    public uint Other { get; init; }

    /// <summary>Packets that missed the forwarding table.</summary>
    public uint CamMiss { get; init; }

    /// <summary>Packets for which the forwarding table was full.</summary>
    public uint CamFull { get; init; }

    /// <summary>Packets the hardware cannot handle.</summary>
    public uint NoHwSupport { get; init; }

    /// <summary>Control packets.</summary>
    public uint Cntrl { get; init; }

    /// <inheritdoc/>
    static uint IRecord<SlowPathCounts>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out SlowPathCounts record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new SlowPathCounts
        {
            Unknown = XdrField.UInt32(body, 0),
            Other = XdrField.UInt32(body, 4),
            CamMiss = XdrField.UInt32(body, 8),
            CamFull = XdrField.UInt32(body, 12),
            NoHwSupport = XdrField.UInt32(body, 16),
            Cntrl = XdrField.UInt32(body, 20),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Unknown);
        writer.WriteUInt32(Other);
        writer.WriteUInt32(CamMiss);
        writer.WriteUInt32(CamFull);
        writer.WriteUInt32(NoHwSupport);
        writer.WriteUInt32(Cntrl);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("unknown", Unknown);
        json.WriteNumber("other", Other);
        json.WriteNumber("cam_miss", CamMiss);
        json.WriteNumber("cam_full", CamFull);
        json.WriteNumber("no_hw_support", NoHwSupport);
        json.WriteNumber("cntrl", Cntrl);
    }
}
