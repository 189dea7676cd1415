using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>InfiniBand port counters (draft): counter record <c>ib_counters</c> (sFlow v5, 0:9).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// PortXmitPkts(8) PortRcvPkts(8) SymbolErrorCounter(4) LinkErrorRecoveryCounter(4) LinkDownedCounter(4)
/// PortRcvErrors(4) PortRcvRemotePhysicalErrors(4) PortRcvSwitchRelayErrors(4) PortXmitDiscards(4)
/// PortXmitConstraintErrors(4) PortRcvConstraintErrors(4) LocalLinkIntegrityErrors(4)
/// ExcessiveBufferOverrunErrors(4) VL15Dropped(4)
/// </code>
/// </remarks>
public readonly record struct IbCounters : IRecord<IbCounters>
{
    /// <summary>Tag of the record: 0:9.</summary>
    public const uint Tag = 9;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 64;

    /// <summary>Packets sent on all virtual lanes.</summary>
    public ulong PortXmitPkts { get; init; }

    /// <summary>Packets received, those with errors possibly included.</summary>
    public ulong PortRcvPkts { get; init; }

    /// <summary>Port counter SymbolErrorCounter of the InfiniBand architecture.</summary>
    public uint SymbolErrorCounter { get; init; }

    /// <summary>Port counter LinkErrorRecoveryCounter of the InfiniBand architecture.</summary>
    public uint LinkErrorRecoveryCounter { get; init; }

    /// <summary>Port counter LinkDownedCounter of the InfiniBand architecture.</summary>
    public uint LinkDownedCounter { get; init; }

    /// <summary>Port counter PortRcvErrors of the InfiniBand architecture.</summary>
    public uint PortRcvErrors { get; init; }

    /// <summary>Port counter PortRcvRemotePhysicalErrors of the InfiniBand architecture.</summary>
    public uint PortRcvRemotePhysicalErrors { get; init; }

    /// <summary>Port counter PortRcvSwitchRelayErrors of the InfiniBand architecture.</summary>
    public uint PortRcvSwitchRelayErrors { get; init; }

    /// <summary>Port counter PortXmitDiscards of the InfiniBand architecture.</summary>
    public uint PortXmitDiscards { get; init; }

    /// <summary>Port counter PortXmitConstraintErrors of the InfiniBand architecture.</summary>
    public uint PortXmitConstraintErrors { get; init; }

    /// <summary>Port counter PortRcvConstraintErrors of the InfiniBand architecture.</summary>
    public uint PortRcvConstraintErrors { get; init; }

    /// <summary>Port counter LocalLinkIntegrityErrors of the InfiniBand architecture.</summary>
    public uint LocalLinkIntegrityErrors { get; init; }

    /// <summary>Port counter ExcessiveBufferOverrunErrors of the InfiniBand architecture.</summary>
    public uint ExcessiveBufferOverrunErrors { get; init; }

    /// <summary>Port counter VL15Dropped of the InfiniBand architecture.</summary>
    public uint VL15Dropped { get; init; }

    /// <inheritdoc/>
    static uint IRecord<IbCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out IbCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new IbCounters
        {
            PortXmitPkts = XdrField.UInt64(body, 0),
            PortRcvPkts = XdrField.UInt64(body, 8),
            SymbolErrorCounter = XdrField.UInt32(body, 16),
            LinkErrorRecoveryCounter = XdrField.UInt32(body, 20),
            LinkDownedCounter = XdrField.UInt32(body, 24),
            PortRcvErrors = XdrField.UInt32(body, 28),
            PortRcvRemotePhysicalErrors = XdrField.UInt32(body, 32),
            PortRcvSwitchRelayErrors = XdrField.UInt32(body, 36),
            PortXmitDiscards = XdrField.UInt32(body, 40),
            PortXmitConstraintErrors = XdrField.UInt32(body, 44),
            PortRcvConstraintErrors = XdrField.UInt32(body, 48),
            LocalLinkIntegrityErrors = XdrField.UInt32(body, 52),
            ExcessiveBufferOverrunErrors = XdrField.UInt32(body, 56),
            VL15Dropped = XdrField.UInt32(body, 60),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(PortXmitPkts);
        writer.WriteUInt64(PortRcvPkts);
        writer.WriteUInt32(SymbolErrorCounter);
        writer.WriteUInt32(LinkErrorRecoveryCounter);
        writer.WriteUInt32(LinkDownedCounter);
        writer.WriteUInt32(PortRcvErrors);
        writer.WriteUInt32(PortRcvRemotePhysicalErrors);
        writer.WriteUInt32(PortRcvSwitchRelayErrors);
        writer.WriteUInt32(PortXmitDiscards);
        writer.WriteUInt32(PortXmitConstraintErrors);
        writer.WriteUInt32(PortRcvConstraintErrors);
        writer.WriteUInt32(LocalLinkIntegrityErrors);
        writer.WriteUInt32(ExcessiveBufferOverrunErrors);
        writer.WriteUInt32(VL15Dropped);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber(nameof(PortXmitPkts), PortXmitPkts);
        json.WriteNumber(nameof(PortRcvPkts), PortRcvPkts);
        json.WriteNumber(nameof(SymbolErrorCounter), SymbolErrorCounter);
        json.WriteNumber(nameof(LinkErrorRecoveryCounter), LinkErrorRecoveryCounter);
        json.WriteNumber(nameof(LinkDownedCounter), LinkDownedCounter);
        json.WriteNumber(nameof(PortRcvErrors), PortRcvErrors);
        json.WriteNumber(nameof(PortRcvRemotePhysicalErrors), PortRcvRemotePhysicalErrors);
        json.WriteNumber(nameof(PortRcvSwitchRelayErrors), PortRcvSwitchRelayErrors);
        json.WriteNumber(nameof(PortXmitDiscards), PortXmitDiscards);
        json.WriteNumber(nameof(PortXmitConstraintErrors), PortXmitConstraintErrors);
        json.WriteNumber(nameof(PortRcvConstraintErrors), PortRcvConstraintErrors);
        json.WriteNumber(nameof(LocalLinkIntegrityErrors), LocalLinkIntegrityErrors);
        json.WriteNumber(nameof(ExcessiveBufferOverrunErrors), ExcessiveBufferOverrunErrors);
        json.WriteNumber(nameof(VL15Dropped), VL15Dropped);
    }
}
