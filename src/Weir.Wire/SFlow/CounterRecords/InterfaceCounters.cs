using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Generic interface counters (RFC 2863): counter record <c>if_counters</c> (sFlow v5, 0:1).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// ifIndex(4) ifType(4) ifSpeed(8) ifDirection(4) ifStatus(4) ifInOctets(8) ifInUcastPkts(4) ifInMulticastPkts(4)
/// ifInBroadcastPkts(4) ifInDiscards(4) ifInErrors(4) ifInUnknownProtos(4) ifOutOctets(8) ifOutUcastPkts(4)
/// ifOutMulticastPkts(4) ifOutBroadcastPkts(4) ifOutDiscards(4) ifOutErrors(4) ifPromiscuousMode(4)
/// </code>
/// </remarks>
public readonly record struct InterfaceCounters : IRecord<InterfaceCounters>
{
    /// <summary>Tag of the record: 0:1.</summary>
    public const uint Tag = 1;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 88;

    /// <summary>ifIndex of the interface.</summary>
    public uint IfIndex { get; init; }

    /// <summary>IANA interface type.</summary>
    public uint IfType { get; init; }

    /// <summary>Speed in bits per second; 0 unknown. Nokia SR OS puts identifiers here for service access points.</summary>
    public ulong IfSpeed { get; init; }

    /// <summary>0 unknown, 1 full duplex, 2 half duplex, 3 in, 4 out.</summary>
    public uint IfDirection { get; init; }

    /// <summary>Bit 0 administrative, bit 1 operational status; set means up.</summary>
    public uint IfStatus { get; init; }

    /// <summary>Object ifInOctets of IF-MIB.</summary>
    public ulong IfInOctets { get; init; }

    /// <summary>Object ifInUcastPkts of IF-MIB.</summary>
    public uint IfInUcastPkts { get; init; }

    /// <summary>Object ifInMulticastPkts of IF-MIB.</summary>
    public uint IfInMulticastPkts { get; init; }

    /// <summary>Object ifInBroadcastPkts of IF-MIB.</summary>
    public uint IfInBroadcastPkts { get; init; }

    /// <summary>Object ifInDiscards of IF-MIB.</summary>
    public uint IfInDiscards { get; init; }

    /// <summary>Object ifInErrors of IF-MIB.</summary>
    public uint IfInErrors { get; init; }

    /// <summary>Object ifInUnknownProtos of IF-MIB.</summary>
    public uint IfInUnknownProtos { get; init; }

    /// <summary>Object ifOutOctets of IF-MIB.</summary>
    public ulong IfOutOctets { get; init; }

    /// <summary>Object ifOutUcastPkts of IF-MIB.</summary>
    public uint IfOutUcastPkts { get; init; }

    /// <summary>Object ifOutMulticastPkts of IF-MIB.</summary>
    public uint IfOutMulticastPkts { get; init; }

    /// <summary>Object ifOutBroadcastPkts of IF-MIB.</summary>
    public uint IfOutBroadcastPkts { get; init; }

    /// <summary>Object ifOutDiscards of IF-MIB.</summary>
    public uint IfOutDiscards { get; init; }

    /// <summary>Object ifOutErrors of IF-MIB.</summary>
    public uint IfOutErrors { get; init; }

    /// <summary>0 unknown, 1 true, 2 false.</summary>
    public uint IfPromiscuousMode { get; init; }

    /// <inheritdoc/>
    static uint IRecord<InterfaceCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out InterfaceCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new InterfaceCounters
        {
            IfIndex = XdrField.UInt32(body, 0),
            IfType = XdrField.UInt32(body, 4),
            IfSpeed = XdrField.UInt64(body, 8),
            IfDirection = XdrField.UInt32(body, 16),
            IfStatus = XdrField.UInt32(body, 20),
            IfInOctets = XdrField.UInt64(body, 24),
            IfInUcastPkts = XdrField.UInt32(body, 32),
            IfInMulticastPkts = XdrField.UInt32(body, 36),
            IfInBroadcastPkts = XdrField.UInt32(body, 40),
            IfInDiscards = XdrField.UInt32(body, 44),
            IfInErrors = XdrField.UInt32(body, 48),
            IfInUnknownProtos = XdrField.UInt32(body, 52),
            IfOutOctets = XdrField.UInt64(body, 56),
            IfOutUcastPkts = XdrField.UInt32(body, 64),
            IfOutMulticastPkts = XdrField.UInt32(body, 68),
            IfOutBroadcastPkts = XdrField.UInt32(body, 72),
            IfOutDiscards = XdrField.UInt32(body, 76),
            IfOutErrors = XdrField.UInt32(body, 80),
            IfPromiscuousMode = XdrField.UInt32(body, 84),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(IfIndex);
        writer.WriteUInt32(IfType);
        writer.WriteUInt64(IfSpeed);
        writer.WriteUInt32(IfDirection);
        writer.WriteUInt32(IfStatus);
        writer.WriteUInt64(IfInOctets);
        writer.WriteUInt32(IfInUcastPkts);
        writer.WriteUInt32(IfInMulticastPkts);
        writer.WriteUInt32(IfInBroadcastPkts);
        writer.WriteUInt32(IfInDiscards);
        writer.WriteUInt32(IfInErrors);
        writer.WriteUInt32(IfInUnknownProtos);
        writer.WriteUInt64(IfOutOctets);
        writer.WriteUInt32(IfOutUcastPkts);
        writer.WriteUInt32(IfOutMulticastPkts);
        writer.WriteUInt32(IfOutBroadcastPkts);
        writer.WriteUInt32(IfOutDiscards);
        writer.WriteUInt32(IfOutErrors);
        writer.WriteUInt32(IfPromiscuousMode);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("ifIndex", IfIndex);
        json.WriteNumber("ifType", IfType);
        json.WriteNumber("ifSpeed", IfSpeed);
        json.WriteNumber("ifDirection", IfDirection);
        json.WriteNumber("ifStatus", IfStatus);
        json.WriteNumber("ifInOctets", IfInOctets);
        json.WriteNumber("ifInUcastPkts", IfInUcastPkts);
        json.WriteNumber("ifInMulticastPkts", IfInMulticastPkts);
        json.WriteNumber("ifInBroadcastPkts", IfInBroadcastPkts);
        json.WriteNumber("ifInDiscards", IfInDiscards);
        json.WriteNumber("ifInErrors", IfInErrors);
        json.WriteNumber("ifInUnknownProtos", IfInUnknownProtos);
        json.WriteNumber("ifOutOctets", IfOutOctets);
        json.WriteNumber("ifOutUcastPkts", IfOutUcastPkts);
        json.WriteNumber("ifOutMulticastPkts", IfOutMulticastPkts);
        json.WriteNumber("ifOutBroadcastPkts", IfOutBroadcastPkts);
        json.WriteNumber("ifOutDiscards", IfOutDiscards);
        json.WriteNumber("ifOutErrors", IfOutErrors);
        json.WriteNumber("ifPromiscuousMode", IfPromiscuousMode);
    }
}
