using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Network traffic of a virtual machine: counter record <c>virt_net_io</c> (sFlow v5, 0:2104).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// rx_bytes(8) rx_packets(4) rx_errs(4) rx_drop(4) tx_bytes(8) tx_packets(4) tx_errs(4) tx_drop(4)
/// </code>
/// </remarks>
public readonly record struct VirtNetIo : IRecord<VirtNetIo>
{
    /// <summary>Tag of the record: 0:2104.</summary>
    public const uint Tag = 2104;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 40;

    /// <summary>Bytes received.</summary>
    public ulong RxBytes { get; init; }

    /// <summary>Packets received.</summary>
    public uint RxPackets { get; init; }

    /// <summary>Receive errors.</summary>
    public uint RxErrs { get; init; }

    /// <summary>Receive drops.</summary>
    public uint RxDrop { get; init; }

    /// <summary>Bytes sent.</summary>
    public ulong TxBytes { get; init; }

    /// <summary>Packets sent.</summary>
    public uint TxPackets { get; init; }

    /// <summary>Transmit errors.</summary>
    public uint TxErrs { get; init; }

    /// <summary>Transmit drops.</summary>
    public uint TxDrop { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VirtNetIo>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VirtNetIo record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VirtNetIo
        {
            RxBytes = XdrField.UInt64(body, 0),
            RxPackets = XdrField.UInt32(body, 8),
            RxErrs = XdrField.UInt32(body, 12),
            RxDrop = XdrField.UInt32(body, 16),
            TxBytes = XdrField.UInt64(body, 20),
            TxPackets = XdrField.UInt32(body, 28),
            TxErrs = XdrField.UInt32(body, 32),
            TxDrop = XdrField.UInt32(body, 36),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(RxBytes);
        writer.WriteUInt32(RxPackets);
        writer.WriteUInt32(RxErrs);
        writer.WriteUInt32(RxDrop);
        writer.WriteUInt64(TxBytes);
        writer.WriteUInt32(TxPackets);
        writer.WriteUInt32(TxErrs);
        writer.WriteUInt32(TxDrop);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("rx_bytes", RxBytes);
        json.WriteNumber("rx_packets", RxPackets);
        json.WriteNumber("rx_errs", RxErrs);
        json.WriteNumber("rx_drop", RxDrop);
        json.WriteNumber("tx_bytes", TxBytes);
        json.WriteNumber("tx_packets", TxPackets);
        json.WriteNumber("tx_errs", TxErrs);
        json.WriteNumber("tx_drop", TxDrop);
    }
}
