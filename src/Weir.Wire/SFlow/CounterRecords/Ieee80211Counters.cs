using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>802.11 radio counters (IEEE802dot11-MIB): counter record <c>ieee80211_counters</c> (sFlow v5, 0:6).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// dot11TransmittedFragmentCount(4) dot11MulticastTransmittedFrameCount(4) dot11FailedCount(4) dot11RetryCount(4)
/// dot11MultipleRetryCount(4) dot11FrameDuplicateCount(4) dot11RTSSuccessCount(4) dot11RTSFailureCount(4)
/// dot11ACKFailureCount(4) dot11ReceivedFragmentCount(4) dot11MulticastReceivedFrameCount(4)
/// dot11FCSErrorCount(4) dot11TransmittedFrameCount(4) dot11WEPUndecryptableCount(4)
/// dot11QoSDiscardedFragmentCount(4) dot11AssociatedStationCount(4) dot11QoSCFPollsReceivedCount(4)
/// dot11QoSCFPollsUnusedCount(4) dot11QoSCFPollsUnusableCount(4) dot11QoSCFPollsLostCount(4)
/// </code>
/// </remarks>
public readonly record struct Ieee80211Counters : IRecord<Ieee80211Counters>
{
    /// <summary>Tag of the record: 0:6.</summary>
    public const uint Tag = 6;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 80;

    /// <summary>Object dot11TransmittedFragmentCount of IEEE802dot11-MIB.</summary>
    public uint Dot11TransmittedFragmentCount { get; init; }

    /// <summary>Object dot11MulticastTransmittedFrameCount of IEEE802dot11-MIB.</summary>
    public uint Dot11MulticastTransmittedFrameCount { get; init; }

    /// <summary>Object dot11FailedCount of IEEE802dot11-MIB.</summary>
    public uint Dot11FailedCount { get; init; }

    /// <summary>Object dot11RetryCount of IEEE802dot11-MIB.</summary>
    public uint Dot11RetryCount { get; init; }

    /// <summary>Object dot11MultipleRetryCount of IEEE802dot11-MIB.</summary>
    public uint Dot11MultipleRetryCount { get; init; }

    /// <summary>Object dot11FrameDuplicateCount of IEEE802dot11-MIB.</summary>
    public uint Dot11FrameDuplicateCount { get; init; }

    /// <summary>Object dot11RTSSuccessCount of IEEE802dot11-MIB.</summary>
    public uint Dot11RTSSuccessCount { get; init; }

    /// <summary>Object dot11RTSFailureCount of IEEE802dot11-MIB.</summary>
    public uint Dot11RTSFailureCount { get; init; }

    /// <summary>Object dot11ACKFailureCount of IEEE802dot11-MIB.</summary>
    public uint Dot11ACKFailureCount { get; init; }

    /// <summary>Object dot11ReceivedFragmentCount of IEEE802dot11-MIB.</summary>
    public uint Dot11ReceivedFragmentCount { get; init; }

    /// <summary>Object dot11MulticastReceivedFrameCount of IEEE802dot11-MIB.</summary>
    public uint Dot11MulticastReceivedFrameCount { get; init; }

    /// <summary>Object dot11FCSErrorCount of IEEE802dot11-MIB.</summary>
    public uint Dot11FCSErrorCount { get; init; }

    /// <summary>Object dot11TransmittedFrameCount of IEEE802dot11-MIB.</summary>
    public uint Dot11TransmittedFrameCount { get; init; }

    /// <summary>Object dot11WEPUndecryptableCount of IEEE802dot11-MIB.</summary>
    public uint Dot11WEPUndecryptableCount { get; init; }

    /// <summary>Object dot11QoSDiscardedFragmentCount of IEEE802dot11-MIB.</summary>
    public uint Dot11QoSDiscardedFragmentCount { get; init; }

    /// <summary>Object dot11AssociatedStationCount of IEEE802dot11-MIB.</summary>
    public uint Dot11AssociatedStationCount { get; init; }

    /// <summary>Object dot11QoSCFPollsReceivedCount of IEEE802dot11-MIB.</summary>
    public uint Dot11QoSCFPollsReceivedCount { get; init; }

    /// <summary>Object dot11QoSCFPollsUnusedCount of IEEE802dot11-MIB.</summary>
    public uint Dot11QoSCFPollsUnusedCount { get; init; }

    /// <summary>Object dot11QoSCFPollsUnusableCount of IEEE802dot11-MIB.</summary>
    public uint Dot11QoSCFPollsUnusableCount { get; init; }

    /// <summary>Object dot11QoSCFPollsLostCount of IEEE802dot11-MIB.</summary>
    public uint Dot11QoSCFPollsLostCount { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Ieee80211Counters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Ieee80211Counters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Ieee80211Counters
        {
            Dot11TransmittedFragmentCount = XdrField.UInt32(body, 0),
            Dot11MulticastTransmittedFrameCount = XdrField.UInt32(body, 4),
            Dot11FailedCount = XdrField.UInt32(body, 8),
            Dot11RetryCount = XdrField.UInt32(body, 12),
            Dot11MultipleRetryCount = XdrField.UInt32(body, 16),
            Dot11FrameDuplicateCount = XdrField.UInt32(body, 20),
            Dot11RTSSuccessCount = XdrField.UInt32(body, 24),
            Dot11RTSFailureCount = XdrField.UInt32(body, 28),
            Dot11ACKFailureCount = XdrField.UInt32(body, 32),
            Dot11ReceivedFragmentCount = XdrField.UInt32(body, 36),
            Dot11MulticastReceivedFrameCount = XdrField.UInt32(body, 40),
            Dot11FCSErrorCount = XdrField.UInt32(body, 44),
            Dot11TransmittedFrameCount = XdrField.UInt32(body, 48),
            Dot11WEPUndecryptableCount = XdrField.UInt32(body, 52),
            Dot11QoSDiscardedFragmentCount = XdrField.UInt32(body, 56),
            Dot11AssociatedStationCount = XdrField.UInt32(body, 60),
            Dot11QoSCFPollsReceivedCount = XdrField.UInt32(body, 64),
            Dot11QoSCFPollsUnusedCount = XdrField.UInt32(body, 68),
            Dot11QoSCFPollsUnusableCount = XdrField.UInt32(body, 72),
            Dot11QoSCFPollsLostCount = XdrField.UInt32(body, 76),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Dot11TransmittedFragmentCount);
        writer.WriteUInt32(Dot11MulticastTransmittedFrameCount);
        writer.WriteUInt32(Dot11FailedCount);
        writer.WriteUInt32(Dot11RetryCount);
        writer.WriteUInt32(Dot11MultipleRetryCount);
        writer.WriteUInt32(Dot11FrameDuplicateCount);
        writer.WriteUInt32(Dot11RTSSuccessCount);
        writer.WriteUInt32(Dot11RTSFailureCount);
        writer.WriteUInt32(Dot11ACKFailureCount);
        writer.WriteUInt32(Dot11ReceivedFragmentCount);
        writer.WriteUInt32(Dot11MulticastReceivedFrameCount);
        writer.WriteUInt32(Dot11FCSErrorCount);
        writer.WriteUInt32(Dot11TransmittedFrameCount);
        writer.WriteUInt32(Dot11WEPUndecryptableCount);
        writer.WriteUInt32(Dot11QoSDiscardedFragmentCount);
        writer.WriteUInt32(Dot11AssociatedStationCount);
        writer.WriteUInt32(Dot11QoSCFPollsReceivedCount);
        writer.WriteUInt32(Dot11QoSCFPollsUnusedCount);
        writer.WriteUInt32(Dot11QoSCFPollsUnusableCount);
        writer.WriteUInt32(Dot11QoSCFPollsLostCount);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("dot11TransmittedFragmentCount", Dot11TransmittedFragmentCount);
        json.WriteNumber("dot11MulticastTransmittedFrameCount", Dot11MulticastTransmittedFrameCount);
        json.WriteNumber("dot11FailedCount", Dot11FailedCount);
        json.WriteNumber("dot11RetryCount", Dot11RetryCount);
        json.WriteNumber("dot11MultipleRetryCount", Dot11MultipleRetryCount);
        json.WriteNumber("dot11FrameDuplicateCount", Dot11FrameDuplicateCount);
        json.WriteNumber("dot11RTSSuccessCount", Dot11RTSSuccessCount);
        json.WriteNumber("dot11RTSFailureCount", Dot11RTSFailureCount);
        json.WriteNumber("dot11ACKFailureCount", Dot11ACKFailureCount);
        json.WriteNumber("dot11ReceivedFragmentCount", Dot11ReceivedFragmentCount);
        json.WriteNumber("dot11MulticastReceivedFrameCount", Dot11MulticastReceivedFrameCount);
        json.WriteNumber("dot11FCSErrorCount", Dot11FCSErrorCount);
        json.WriteNumber("dot11TransmittedFrameCount", Dot11TransmittedFrameCount);
        json.WriteNumber("dot11WEPUndecryptableCount", Dot11WEPUndecryptableCount);
        json.WriteNumber("dot11QoSDiscardedFragmentCount", Dot11QoSDiscardedFragmentCount);
        json.WriteNumber("dot11AssociatedStationCount", Dot11AssociatedStationCount);
        json.WriteNumber("dot11QoSCFPollsReceivedCount", Dot11QoSCFPollsReceivedCount);
        json.WriteNumber("dot11QoSCFPollsUnusedCount", Dot11QoSCFPollsUnusedCount);
        json.WriteNumber("dot11QoSCFPollsUnusableCount", Dot11QoSCFPollsUnusableCount);
        json.WriteNumber("dot11QoSCFPollsLostCount", Dot11QoSCFPollsLostCount);
    }
}
