using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>A virtual desktop server (known from sflowtool alone): counter record <c>vdi_counters</c> (sFlow v5, 0:2205).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// sessions_current(4) sessions_total(4) sessions_duration(4) rx_bytes(4) tx_bytes(4) rx_packets(4) tx_packets(4)
/// rx_packets_lost(4) tx_packets_lost(4) rtt_min_ms(4) rtt_max_ms(4) rtt_avg_ms(4) audio_rx_bytes(4)
/// audio_tx_bytes(4) audio_tx_limit(4) img_rx_bytes(4) img_tx_bytes(4) img_frames(4) img_qual_min(4)
/// img_qual_max(4) img_qual_avg(4) usb_rx_bytes(4) usb_tx_bytes(4)
/// </code>
/// </remarks>
public readonly record struct VdiCounters : IRecord<VdiCounters>
{
    /// <summary>Tag of the record: 0:2205.</summary>
    public const uint Tag = 2205;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 92;

    /// <summary>Sessions current.</summary>
    public uint SessionsCurrent { get; init; }

    /// <summary>Sessions total.</summary>
    public uint SessionsTotal { get; init; }

    /// <summary>Sessions duration.</summary>
    public uint SessionsDuration { get; init; }

    /// <summary>Received bytes.</summary>
    public uint RxBytes { get; init; }

    /// <summary>Sent bytes.</summary>
    public uint TxBytes { get; init; }

    /// <summary>Received packets.</summary>
    public uint RxPackets { get; init; }

    /// <summary>Sent packets.</summary>
    public uint TxPackets { get; init; }

    /// <summary>Received packets lost.</summary>
    public uint RxPacketsLost { get; init; }

    /// <summary>Sent packets lost.</summary>
    public uint TxPacketsLost { get; init; }

    /// <summary>Round trip minimum milliseconds.</summary>
    public uint RttMinMs { get; init; }

    /// <summary>Round trip maximum milliseconds.</summary>
    public uint RttMaxMs { get; init; }

    /// <summary>Round trip average milliseconds.</summary>
    public uint RttAvgMs { get; init; }

    /// <summary>Audio received bytes.</summary>
    public uint AudioRxBytes { get; init; }

    /// <summary>Audio sent bytes.</summary>
    public uint AudioTxBytes { get; init; }

    /// <summary>Audio sent limit.</summary>
    public uint AudioTxLimit { get; init; }

    /// <summary>Image received bytes.</summary>
    public uint ImgRxBytes { get; init; }

    /// <summary>Image sent bytes.</summary>
    public uint ImgTxBytes { get; init; }

    /// <summary>Image frames.</summary>
    public uint ImgFrames { get; init; }

    /// <summary>Image quality minimum.</summary>
    public uint ImgQualMin { get; init; }

    /// <summary>Image quality maximum.</summary>
    public uint ImgQualMax { get; init; }

    /// <summary>Image quality average.</summary>
    public uint ImgQualAvg { get; init; }

    /// <summary>USB received bytes.</summary>
    public uint UsbRxBytes { get; init; }

    /// <summary>USB sent bytes.</summary>
    public uint UsbTxBytes { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VdiCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VdiCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VdiCounters
        {
            SessionsCurrent = XdrField.UInt32(body, 0),
            SessionsTotal = XdrField.UInt32(body, 4),
            SessionsDuration = XdrField.UInt32(body, 8),
            RxBytes = XdrField.UInt32(body, 12),
            TxBytes = XdrField.UInt32(body, 16),
            RxPackets = XdrField.UInt32(body, 20),
            TxPackets = XdrField.UInt32(body, 24),
            RxPacketsLost = XdrField.UInt32(body, 28),
            TxPacketsLost = XdrField.UInt32(body, 32),
            RttMinMs = XdrField.UInt32(body, 36),
            RttMaxMs = XdrField.UInt32(body, 40),
            RttAvgMs = XdrField.UInt32(body, 44),
            AudioRxBytes = XdrField.UInt32(body, 48),
            AudioTxBytes = XdrField.UInt32(body, 52),
            AudioTxLimit = XdrField.UInt32(body, 56),
            ImgRxBytes = XdrField.UInt32(body, 60),
            ImgTxBytes = XdrField.UInt32(body, 64),
            ImgFrames = XdrField.UInt32(body, 68),
            ImgQualMin = XdrField.UInt32(body, 72),
            ImgQualMax = XdrField.UInt32(body, 76),
            ImgQualAvg = XdrField.UInt32(body, 80),
            UsbRxBytes = XdrField.UInt32(body, 84),
            UsbTxBytes = XdrField.UInt32(body, 88),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(SessionsCurrent);
        writer.WriteUInt32(SessionsTotal);
        writer.WriteUInt32(SessionsDuration);
        writer.WriteUInt32(RxBytes);
        writer.WriteUInt32(TxBytes);
        writer.WriteUInt32(RxPackets);
        writer.WriteUInt32(TxPackets);
        writer.WriteUInt32(RxPacketsLost);
        writer.WriteUInt32(TxPacketsLost);
        writer.WriteUInt32(RttMinMs);
        writer.WriteUInt32(RttMaxMs);
        writer.WriteUInt32(RttAvgMs);
        writer.WriteUInt32(AudioRxBytes);
        writer.WriteUInt32(AudioTxBytes);
        writer.WriteUInt32(AudioTxLimit);
        writer.WriteUInt32(ImgRxBytes);
        writer.WriteUInt32(ImgTxBytes);
        writer.WriteUInt32(ImgFrames);
        writer.WriteUInt32(ImgQualMin);
        writer.WriteUInt32(ImgQualMax);
        writer.WriteUInt32(ImgQualAvg);
        writer.WriteUInt32(UsbRxBytes);
        writer.WriteUInt32(UsbTxBytes);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("sessions_current", SessionsCurrent);
        json.WriteNumber("sessions_total", SessionsTotal);
        json.WriteNumber("sessions_duration", SessionsDuration);
        json.WriteNumber("rx_bytes", RxBytes);
        json.WriteNumber("tx_bytes", TxBytes);
        json.WriteNumber("rx_packets", RxPackets);
        json.WriteNumber("tx_packets", TxPackets);
        json.WriteNumber("rx_packets_lost", RxPacketsLost);
        json.WriteNumber("tx_packets_lost", TxPacketsLost);
        json.WriteNumber("rtt_min_ms", RttMinMs);
        json.WriteNumber("rtt_max_ms", RttMaxMs);
        json.WriteNumber("rtt_avg_ms", RttAvgMs);
        json.WriteNumber("audio_rx_bytes", AudioRxBytes);
        json.WriteNumber("audio_tx_bytes", AudioTxBytes);
        json.WriteNumber("audio_tx_limit", AudioTxLimit);
        json.WriteNumber("img_rx_bytes", ImgRxBytes);
        json.WriteNumber("img_tx_bytes", ImgTxBytes);
        json.WriteNumber("img_frames", ImgFrames);
        json.WriteNumber("img_qual_min", ImgQualMin);
        json.WriteNumber("img_qual_max", ImgQualMax);
        json.WriteNumber("img_qual_avg", ImgQualAvg);
        json.WriteNumber("usb_rx_bytes", UsbRxBytes);
        json.WriteNumber("usb_tx_bytes", UsbTxBytes);
    }
}
