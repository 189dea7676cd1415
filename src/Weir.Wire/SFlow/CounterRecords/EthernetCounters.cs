using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Ethernet error counters (RFC 3635): counter record <c>ethernet_counters</c> (sFlow v5, 0:2).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// dot3StatsAlignmentErrors(4) dot3StatsFCSErrors(4) dot3StatsSingleCollisionFrames(4)
/// dot3StatsMultipleCollisionFrames(4) dot3StatsSQETestErrors(4) dot3StatsDeferredTransmissions(4)
/// dot3StatsLateCollisions(4) dot3StatsExcessiveCollisions(4) dot3StatsInternalMacTransmitErrors(4)
/// dot3StatsCarrierSenseErrors(4) dot3StatsFrameTooLongs(4) dot3StatsInternalMacReceiveErrors(4)
/// dot3StatsSymbolErrors(4)
/// </code>
/// </remarks>
public readonly record struct EthernetCounters : IRecord<EthernetCounters>
{
    /// <summary>Tag of the record: 0:2.</summary>
    public const uint Tag = 2;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 52;

    /// <summary>Object dot3StatsAlignmentErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsAlignmentErrors { get; init; }

    /// <summary>Object dot3StatsFCSErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsFCSErrors { get; init; }

    /// <summary>Object dot3StatsSingleCollisionFrames of EtherLike-MIB.</summary>
    public uint Dot3StatsSingleCollisionFrames { get; init; }

    /// <summary>Object dot3StatsMultipleCollisionFrames of EtherLike-MIB.</summary>
    public uint Dot3StatsMultipleCollisionFrames { get; init; }

    /// <summary>Object dot3StatsSQETestErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsSQETestErrors { get; init; }

    /// <summary>Object dot3StatsDeferredTransmissions of EtherLike-MIB.</summary>
    public uint Dot3StatsDeferredTransmissions { get; init; }

    /// <summary>Object dot3StatsLateCollisions of EtherLike-MIB.</summary>
    public uint Dot3StatsLateCollisions { get; init; }

    /// <summary>Object dot3StatsExcessiveCollisions of EtherLike-MIB.</summary>
    public uint Dot3StatsExcessiveCollisions { get; init; }

    /// <summary>Object dot3StatsInternalMacTransmitErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsInternalMacTransmitErrors { get; init; }

    /// <summary>Object dot3StatsCarrierSenseErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsCarrierSenseErrors { get; init; }

    /// <summary>Object dot3StatsFrameTooLongs of EtherLike-MIB.</summary>
    public uint Dot3StatsFrameTooLongs { get; init; }

    /// <summary>Object dot3StatsInternalMacReceiveErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsInternalMacReceiveErrors { get; init; }

    /// <summary>Object dot3StatsSymbolErrors of EtherLike-MIB.</summary>
    public uint Dot3StatsSymbolErrors { get; init; }

    /// <inheritdoc/>
    static uint IRecord<EthernetCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out EthernetCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new EthernetCounters
        {
            Dot3StatsAlignmentErrors = XdrField.UInt32(body, 0),
            Dot3StatsFCSErrors = XdrField.UInt32(body, 4),
            Dot3StatsSingleCollisionFrames = XdrField.UInt32(body, 8),
            Dot3StatsMultipleCollisionFrames = XdrField.UInt32(body, 12),
            Dot3StatsSQETestErrors = XdrField.UInt32(body, 16),
            Dot3StatsDeferredTransmissions = XdrField.UInt32(body, 20),
            Dot3StatsLateCollisions = XdrField.UInt32(body, 24),
            Dot3StatsExcessiveCollisions = XdrField.UInt32(body, 28),
            Dot3StatsInternalMacTransmitErrors = XdrField.UInt32(body, 32),
            Dot3StatsCarrierSenseErrors = XdrField.UInt32(body, 36),
            Dot3StatsFrameTooLongs = XdrField.UInt32(body, 40),
            Dot3StatsInternalMacReceiveErrors = XdrField.UInt32(body, 44),
            Dot3StatsSymbolErrors = XdrField.UInt32(body, 48),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Dot3StatsAlignmentErrors);
        writer.WriteUInt32(Dot3StatsFCSErrors);
        writer.WriteUInt32(Dot3StatsSingleCollisionFrames);
        writer.WriteUInt32(Dot3StatsMultipleCollisionFrames);
        writer.WriteUInt32(Dot3StatsSQETestErrors);
        writer.WriteUInt32(Dot3StatsDeferredTransmissions);
        writer.WriteUInt32(Dot3StatsLateCollisions);
        writer.WriteUInt32(Dot3StatsExcessiveCollisions);
        writer.WriteUInt32(Dot3StatsInternalMacTransmitErrors);
        writer.WriteUInt32(Dot3StatsCarrierSenseErrors);
        writer.WriteUInt32(Dot3StatsFrameTooLongs);
        writer.WriteUInt32(Dot3StatsInternalMacReceiveErrors);
        writer.WriteUInt32(Dot3StatsSymbolErrors);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("dot3StatsAlignmentErrors", Dot3StatsAlignmentErrors);
        json.WriteNumber("dot3StatsFCSErrors", Dot3StatsFCSErrors);
        json.WriteNumber("dot3StatsSingleCollisionFrames", Dot3StatsSingleCollisionFrames);
        json.WriteNumber("dot3StatsMultipleCollisionFrames", Dot3StatsMultipleCollisionFrames);
        json.WriteNumber("dot3StatsSQETestErrors", Dot3StatsSQETestErrors);
        json.WriteNumber("dot3StatsDeferredTransmissions", Dot3StatsDeferredTransmissions);
        json.WriteNumber("dot3StatsLateCollisions", Dot3StatsLateCollisions);
        json.WriteNumber("dot3StatsExcessiveCollisions", Dot3StatsExcessiveCollisions);
        json.WriteNumber("dot3StatsInternalMacTransmitErrors", Dot3StatsInternalMacTransmitErrors);
        json.WriteNumber("dot3StatsCarrierSenseErrors", Dot3StatsCarrierSenseErrors);
        json.WriteNumber("dot3StatsFrameTooLongs", Dot3StatsFrameTooLongs);
        json.WriteNumber("dot3StatsInternalMacReceiveErrors", Dot3StatsInternalMacReceiveErrors);
        json.WriteNumber("dot3StatsSymbolErrors", Dot3StatsSymbolErrors);
    }
}
