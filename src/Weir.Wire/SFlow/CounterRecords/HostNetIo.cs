using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Network traffic of a host: counter record <c>host_net_io</c> (sFlow v5, 0:2006).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// bytes_in(8) pkts_in(4) errs_in(4) drops_in(4) bytes_out(8) packets_out(4) errs_out(4) drops_out(4)
/// </code>
/// </remarks>
public readonly record struct HostNetIo : IRecord<HostNetIo>
{
    /// <summary>Tag of the record: 0:2006.</summary>
    public const uint Tag = 2006;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 40;

    /// <summary>Bytes in.</summary>
    public ulong BytesIn { get; init; }

    /// <summary>Packets in.</summary>
    public uint PktsIn { get; init; }

    /// <summary>Errors in.</summary>
    public uint ErrsIn { get; init; }

    /// <summary>Drops in.</summary>
    public uint DropsIn { get; init; }

    /// <summary>Bytes out.</summary>
    public ulong BytesOut { get; init; }

    /// <summary>Packets out.</summary>
    public uint PacketsOut { get; init; }

    /// <summary>Errors out.</summary>
    public uint ErrsOut { get; init; }

    /// <summary>Drops out.</summary>
    public uint DropsOut { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HostNetIo>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostNetIo record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new HostNetIo
        {
            BytesIn = XdrField.UInt64(body, 0),
            PktsIn = XdrField.UInt32(body, 8),
            ErrsIn = XdrField.UInt32(body, 12),
            DropsIn = XdrField.UInt32(body, 16),
            BytesOut = XdrField.UInt64(body, 20),
            PacketsOut = XdrField.UInt32(body, 28),
            ErrsOut = XdrField.UInt32(body, 32),
            DropsOut = XdrField.UInt32(body, 36),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(BytesIn);
        writer.WriteUInt32(PktsIn);
        writer.WriteUInt32(ErrsIn);
        writer.WriteUInt32(DropsIn);
        writer.WriteUInt64(BytesOut);
        writer.WriteUInt32(PacketsOut);
        writer.WriteUInt32(ErrsOut);
        writer.WriteUInt32(DropsOut);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("bytes_in", BytesIn);
        json.WriteNumber("pkts_in", PktsIn);
        json.WriteNumber("errs_in", ErrsIn);
        json.WriteNumber("drops_in", DropsIn);
        json.WriteNumber("bytes_out", BytesOut);
        json.WriteNumber("packets_out", PacketsOut);
        json.WriteNumber("errs_out", ErrsOut);
        json.WriteNumber("drops_out", DropsOut);
    }
}
