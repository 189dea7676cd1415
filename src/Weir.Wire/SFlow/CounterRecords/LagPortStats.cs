using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>State and counters of one port of a link aggregate (IEEE8023-LAG-MIB): counter record <c>lag_port_stats</c> (sFlow v5, 0:7).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// dot3adAggPortActorSystemID(8) dot3adAggPortPartnerOperSystemID(8) dot3adAggPortAttachedAggID(4)
/// dot3adAggPortState(4) dot3adAggPortStatsLACPDUsRx(4) dot3adAggPortStatsMarkerPDUsRx(4)
/// dot3adAggPortStatsMarkerResponsePDUsRx(4) dot3adAggPortStatsUnknownRx(4) dot3adAggPortStatsIllegalRx(4)
/// dot3adAggPortStatsLACPDUsTx(4) dot3adAggPortStatsMarkerPDUsTx(4) dot3adAggPortStatsMarkerResponsePDUsTx(4)
/// </code>
/// </remarks>
public readonly record struct LagPortStats : IRecord<LagPortStats>
{
    /// <summary>Tag of the record: 0:7.</summary>
    public const uint Tag = 7;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 56;

    /// <summary>MAC address of this system in the aggregate.</summary>
    public MacAddress Dot3adAggPortActorSystemID { get; init; }

    /// <summary>MAC address of the partner system.</summary>
    public MacAddress Dot3adAggPortPartnerOperSystemID { get; init; }

    /// <summary>ifIndex of the aggregate; 0 when not attached.</summary>
    public uint Dot3adAggPortAttachedAggID { get; init; }

    /// <summary>LACP states of both ends, byte by byte.</summary>
    public LacpPortState Dot3adAggPortState { get; init; }

    /// <summary>Object dot3adAggPortStatsLACPDUsRx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsLACPDUsRx { get; init; }

    /// <summary>Object dot3adAggPortStatsMarkerPDUsRx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsMarkerPDUsRx { get; init; }

    /// <summary>Object dot3adAggPortStatsMarkerResponsePDUsRx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsMarkerResponsePDUsRx { get; init; }

    /// <summary>Object dot3adAggPortStatsUnknownRx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsUnknownRx { get; init; }

    /// <summary>Object dot3adAggPortStatsIllegalRx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsIllegalRx { get; init; }

    /// <summary>Object dot3adAggPortStatsLACPDUsTx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsLACPDUsTx { get; init; }

    /// <summary>Object dot3adAggPortStatsMarkerPDUsTx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsMarkerPDUsTx { get; init; }

    /// <summary>Object dot3adAggPortStatsMarkerResponsePDUsTx of IEEE8023-LAG-MIB.</summary>
    public uint Dot3adAggPortStatsMarkerResponsePDUsTx { get; init; }

    /// <inheritdoc/>
    static uint IRecord<LagPortStats>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out LagPortStats record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new LagPortStats
        {
            Dot3adAggPortActorSystemID = XdrField.Mac(body, 0),
            Dot3adAggPortPartnerOperSystemID = XdrField.Mac(body, 8),
            Dot3adAggPortAttachedAggID = XdrField.UInt32(body, 16),
            Dot3adAggPortState = XdrField.LacpState(body, 20),
            Dot3adAggPortStatsLACPDUsRx = XdrField.UInt32(body, 24),
            Dot3adAggPortStatsMarkerPDUsRx = XdrField.UInt32(body, 28),
            Dot3adAggPortStatsMarkerResponsePDUsRx = XdrField.UInt32(body, 32),
            Dot3adAggPortStatsUnknownRx = XdrField.UInt32(body, 36),
            Dot3adAggPortStatsIllegalRx = XdrField.UInt32(body, 40),
            Dot3adAggPortStatsLACPDUsTx = XdrField.UInt32(body, 44),
            Dot3adAggPortStatsMarkerPDUsTx = XdrField.UInt32(body, 48),
            Dot3adAggPortStatsMarkerResponsePDUsTx = XdrField.UInt32(body, 52),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteMac(Dot3adAggPortActorSystemID);
        writer.WriteMac(Dot3adAggPortPartnerOperSystemID);
        writer.WriteUInt32(Dot3adAggPortAttachedAggID);
        writer.WriteUInt32(Dot3adAggPortState.ToWord());
        writer.WriteUInt32(Dot3adAggPortStatsLACPDUsRx);
        writer.WriteUInt32(Dot3adAggPortStatsMarkerPDUsRx);
        writer.WriteUInt32(Dot3adAggPortStatsMarkerResponsePDUsRx);
        writer.WriteUInt32(Dot3adAggPortStatsUnknownRx);
        writer.WriteUInt32(Dot3adAggPortStatsIllegalRx);
        writer.WriteUInt32(Dot3adAggPortStatsLACPDUsTx);
        writer.WriteUInt32(Dot3adAggPortStatsMarkerPDUsTx);
        writer.WriteUInt32(Dot3adAggPortStatsMarkerResponsePDUsTx);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Mac(json, "dot3adAggPortActorSystemID", Dot3adAggPortActorSystemID);
        JsonFields.Mac(json, "dot3adAggPortPartnerOperSystemID", Dot3adAggPortPartnerOperSystemID);
        json.WriteNumber("dot3adAggPortAttachedAggID", Dot3adAggPortAttachedAggID);
        JsonFields.LacpState(json, "dot3adAggPortState", Dot3adAggPortState);
        json.WriteNumber("dot3adAggPortStatsLACPDUsRx", Dot3adAggPortStatsLACPDUsRx);
        json.WriteNumber("dot3adAggPortStatsMarkerPDUsRx", Dot3adAggPortStatsMarkerPDUsRx);
        json.WriteNumber("dot3adAggPortStatsMarkerResponsePDUsRx", Dot3adAggPortStatsMarkerResponsePDUsRx);
        json.WriteNumber("dot3adAggPortStatsUnknownRx", Dot3adAggPortStatsUnknownRx);
        json.WriteNumber("dot3adAggPortStatsIllegalRx", Dot3adAggPortStatsIllegalRx);
        json.WriteNumber("dot3adAggPortStatsLACPDUsTx", Dot3adAggPortStatsLACPDUsTx);
        json.WriteNumber("dot3adAggPortStatsMarkerPDUsTx", Dot3adAggPortStatsMarkerPDUsTx);
        json.WriteNumber("dot3adAggPortStatsMarkerResponsePDUsTx", Dot3adAggPortStatsMarkerResponsePDUsTx);
    }
}
