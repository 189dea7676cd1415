using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Token ring error counters (RFC 1748): counter record <c>tokenring_counters</c> (sFlow v5, 0:3).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// dot5StatsLineErrors(4) dot5StatsBurstErrors(4) dot5StatsACErrors(4) dot5StatsAbortTransErrors(4)
/// dot5StatsInternalErrors(4) dot5StatsLostFrameErrors(4) dot5StatsReceiveCongestions(4)
/// dot5StatsFrameCopiedErrors(4) dot5StatsTokenErrors(4) dot5StatsSoftErrors(4) dot5StatsHardErrors(4)
/// dot5StatsSignalLoss(4) dot5StatsTransmitBeacons(4) dot5StatsRecoverys(4) dot5StatsLobeWires(4)
/// dot5StatsRemoves(4) dot5StatsSingles(4) dot5StatsFreqErrors(4)
/// </code>
/// </remarks>
public readonly record struct TokenRingCounters : IRecord<TokenRingCounters>
{
    /// <summary>Tag of the record: 0:3.</summary>
    public const uint Tag = 3;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 72;

    /// <summary>Object dot5StatsLineErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsLineErrors { get; init; }

    /// <summary>Object dot5StatsBurstErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsBurstErrors { get; init; }

    /// <summary>Object dot5StatsACErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsACErrors { get; init; }

    /// <summary>Object dot5StatsAbortTransErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsAbortTransErrors { get; init; }

    /// <summary>Object dot5StatsInternalErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsInternalErrors { get; init; }

    /// <summary>Object dot5StatsLostFrameErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsLostFrameErrors { get; init; }

    /// <summary>Object dot5StatsReceiveCongestions of TOKENRING-MIB.</summary>
    public uint Dot5StatsReceiveCongestions { get; init; }

    /// <summary>Object dot5StatsFrameCopiedErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsFrameCopiedErrors { get; init; }

    /// <summary>Object dot5StatsTokenErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsTokenErrors { get; init; }

    /// <summary>Object dot5StatsSoftErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsSoftErrors { get; init; }

    /// <summary>Object dot5StatsHardErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsHardErrors { get; init; }

    /// <summary>Object dot5StatsSignalLoss of TOKENRING-MIB.</summary>
    public uint Dot5StatsSignalLoss { get; init; }

    /// <summary>Object dot5StatsTransmitBeacons of TOKENRING-MIB.</summary>
    public uint Dot5StatsTransmitBeacons { get; init; }

    /// <summary>Object dot5StatsRecoverys of TOKENRING-MIB.</summary>
    public uint Dot5StatsRecoverys { get; init; }

    /// <summary>Object dot5StatsLobeWires of TOKENRING-MIB.</summary>
    public uint Dot5StatsLobeWires { get; init; }

    /// <summary>Object dot5StatsRemoves of TOKENRING-MIB.</summary>
    public uint Dot5StatsRemoves { get; init; }

    /// <summary>Object dot5StatsSingles of TOKENRING-MIB.</summary>
    public uint Dot5StatsSingles { get; init; }

    /// <summary>Object dot5StatsFreqErrors of TOKENRING-MIB.</summary>
    public uint Dot5StatsFreqErrors { get; init; }

    /// <inheritdoc/>
    static uint IRecord<TokenRingCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TokenRingCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new TokenRingCounters
        {
            Dot5StatsLineErrors = XdrField.UInt32(body, 0),
            Dot5StatsBurstErrors = XdrField.UInt32(body, 4),
            Dot5StatsACErrors = XdrField.UInt32(body, 8),
            Dot5StatsAbortTransErrors = XdrField.UInt32(body, 12),
            Dot5StatsInternalErrors = XdrField.UInt32(body, 16),
            Dot5StatsLostFrameErrors = XdrField.UInt32(body, 20),
            Dot5StatsReceiveCongestions = XdrField.UInt32(body, 24),
            Dot5StatsFrameCopiedErrors = XdrField.UInt32(body, 28),
            Dot5StatsTokenErrors = XdrField.UInt32(body, 32),
            Dot5StatsSoftErrors = XdrField.UInt32(body, 36),
            Dot5StatsHardErrors = XdrField.UInt32(body, 40),
            Dot5StatsSignalLoss = XdrField.UInt32(body, 44),
            Dot5StatsTransmitBeacons = XdrField.UInt32(body, 48),
            Dot5StatsRecoverys = XdrField.UInt32(body, 52),
            Dot5StatsLobeWires = XdrField.UInt32(body, 56),
            Dot5StatsRemoves = XdrField.UInt32(body, 60),
            Dot5StatsSingles = XdrField.UInt32(body, 64),
            Dot5StatsFreqErrors = XdrField.UInt32(body, 68),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Dot5StatsLineErrors);
        writer.WriteUInt32(Dot5StatsBurstErrors);
        writer.WriteUInt32(Dot5StatsACErrors);
        writer.WriteUInt32(Dot5StatsAbortTransErrors);
        writer.WriteUInt32(Dot5StatsInternalErrors);
        writer.WriteUInt32(Dot5StatsLostFrameErrors);
        writer.WriteUInt32(Dot5StatsReceiveCongestions);
        writer.WriteUInt32(Dot5StatsFrameCopiedErrors);
        writer.WriteUInt32(Dot5StatsTokenErrors);
        writer.WriteUInt32(Dot5StatsSoftErrors);
        writer.WriteUInt32(Dot5StatsHardErrors);
        writer.WriteUInt32(Dot5StatsSignalLoss);
        writer.WriteUInt32(Dot5StatsTransmitBeacons);
        writer.WriteUInt32(Dot5StatsRecoverys);
        writer.WriteUInt32(Dot5StatsLobeWires);
        writer.WriteUInt32(Dot5StatsRemoves);
        writer.WriteUInt32(Dot5StatsSingles);
        writer.WriteUInt32(Dot5StatsFreqErrors);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("dot5StatsLineErrors", Dot5StatsLineErrors);
        json.WriteNumber("dot5StatsBurstErrors", Dot5StatsBurstErrors);
        json.WriteNumber("dot5StatsACErrors", Dot5StatsACErrors);
        json.WriteNumber("dot5StatsAbortTransErrors", Dot5StatsAbortTransErrors);
        json.WriteNumber("dot5StatsInternalErrors", Dot5StatsInternalErrors);
        json.WriteNumber("dot5StatsLostFrameErrors", Dot5StatsLostFrameErrors);
        json.WriteNumber("dot5StatsReceiveCongestions", Dot5StatsReceiveCongestions);
        json.WriteNumber("dot5StatsFrameCopiedErrors", Dot5StatsFrameCopiedErrors);
        json.WriteNumber("dot5StatsTokenErrors", Dot5StatsTokenErrors);
        json.WriteNumber("dot5StatsSoftErrors", Dot5StatsSoftErrors);
        json.WriteNumber("dot5StatsHardErrors", Dot5StatsHardErrors);
        json.WriteNumber("dot5StatsSignalLoss", Dot5StatsSignalLoss);
        json.WriteNumber("dot5StatsTransmitBeacons", Dot5StatsTransmitBeacons);
        json.WriteNumber("dot5StatsRecoverys", Dot5StatsRecoverys);
        json.WriteNumber("dot5StatsLobeWires", Dot5StatsLobeWires);
        json.WriteNumber("dot5StatsRemoves", Dot5StatsRemoves);
        json.WriteNumber("dot5StatsSingles", Dot5StatsSingles);
        json.WriteNumber("dot5StatsFreqErrors", Dot5StatsFreqErrors);
    }
}
