using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>ICMP group of a host (RFC 1213): counter record <c>mib2_icmp_group</c> (sFlow v5, 0:2008).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// icmpInMsgs(4) icmpInErrors(4) icmpInDestUnreachs(4) icmpInTimeExcds(4) icmpInParamProbs(4) icmpInSrcQuenchs(4)
/// icmpInRedirects(4) icmpInEchos(4) icmpInEchoReps(4) icmpInTimestamps(4) icmpInAddrMasks(4)
/// icmpInAddrMaskReps(4) icmpOutMsgs(4) icmpOutErrors(4) icmpOutDestUnreachs(4) icmpOutTimeExcds(4)
/// icmpOutParamProbs(4) icmpOutSrcQuenchs(4) icmpOutRedirects(4) icmpOutEchos(4) icmpOutEchoReps(4)
/// icmpOutTimestamps(4) icmpOutTimestampReps(4) icmpOutAddrMasks(4) icmpOutAddrMaskReps(4)
/// </code>
/// </remarks>
public readonly record struct Mib2IcmpGroup : IRecord<Mib2IcmpGroup>
{
    /// <summary>Tag of the record: 0:2008.</summary>
    public const uint Tag = 2008;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 100;

    /// <summary>Object icmpInMsgs of IP-MIB.</summary>
    public uint IcmpInMsgs { get; init; }

    /// <summary>Object icmpInErrors of IP-MIB.</summary>
    public uint IcmpInErrors { get; init; }

    /// <summary>Object icmpInDestUnreachs of IP-MIB.</summary>
    public uint IcmpInDestUnreachs { get; init; }

    /// <summary>Object icmpInTimeExcds of IP-MIB.</summary>
    public uint IcmpInTimeExcds { get; init; }

    /// <summary>Object icmpInParamProbs of IP-MIB.</summary>
    public uint IcmpInParamProbs { get; init; }

    /// <summary>Object icmpInSrcQuenchs of IP-MIB.</summary>
    public uint IcmpInSrcQuenchs { get; init; }

    /// <summary>Object icmpInRedirects of IP-MIB.</summary>
    public uint IcmpInRedirects { get; init; }

    /// <summary>Object icmpInEchos of IP-MIB.</summary>
    public uint IcmpInEchos { get; init; }

    /// <summary>Object icmpInEchoReps of IP-MIB.</summary>
    public uint IcmpInEchoReps { get; init; }

    /// <summary>Object icmpInTimestamps of IP-MIB.</summary>
    public uint IcmpInTimestamps { get; init; }

    /// <summary>Object icmpInAddrMasks of IP-MIB.</summary>
    public uint IcmpInAddrMasks { get; init; }

    /// <summary>Object icmpInAddrMaskReps of IP-MIB.</summary>
    public uint IcmpInAddrMaskReps { get; init; }

    /// <summary>Object icmpOutMsgs of IP-MIB.</summary>
    public uint IcmpOutMsgs { get; init; }

    /// <summary>Object icmpOutErrors of IP-MIB.</summary>
    public uint IcmpOutErrors { get; init; }

    /// <summary>Object icmpOutDestUnreachs of IP-MIB.</summary>
    public uint IcmpOutDestUnreachs { get; init; }

    /// <summary>Object icmpOutTimeExcds of IP-MIB.</summary>
    public uint IcmpOutTimeExcds { get; init; }

    /// <summary>Object icmpOutParamProbs of IP-MIB.</summary>
    public uint IcmpOutParamProbs { get; init; }

    /// <summary>Object icmpOutSrcQuenchs of IP-MIB.</summary>
    public uint IcmpOutSrcQuenchs { get; init; }

    /// <summary>Object icmpOutRedirects of IP-MIB.</summary>
    public uint IcmpOutRedirects { get; init; }

    /// <summary>Object icmpOutEchos of IP-MIB.</summary>
    public uint IcmpOutEchos { get; init; }

    /// <summary>Object icmpOutEchoReps of IP-MIB.</summary>
    public uint IcmpOutEchoReps { get; init; }

    /// <summary>Object icmpOutTimestamps of IP-MIB.</summary>
    public uint IcmpOutTimestamps { get; init; }

    /// <summary>Object icmpOutTimestampReps of IP-MIB.</summary>
    public uint IcmpOutTimestampReps { get; init; }

    /// <summary>Object icmpOutAddrMasks of IP-MIB.</summary>
    public uint IcmpOutAddrMasks { get; init; }

    /// <summary>Object icmpOutAddrMaskReps of IP-MIB.</summary>
    public uint IcmpOutAddrMaskReps { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Mib2IcmpGroup>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Mib2IcmpGroup record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Mib2IcmpGroup
        {
            IcmpInMsgs = XdrField.UInt32(body, 0),
            IcmpInErrors = XdrField.UInt32(body, 4),
            IcmpInDestUnreachs = XdrField.UInt32(body, 8),
            IcmpInTimeExcds = XdrField.UInt32(body, 12),
            IcmpInParamProbs = XdrField.UInt32(body, 16),
            IcmpInSrcQuenchs = XdrField.UInt32(body, 20),
            IcmpInRedirects = XdrField.UInt32(body, 24),
            IcmpInEchos = XdrField.UInt32(body, 28),
            IcmpInEchoReps = XdrField.UInt32(body, 32),
            IcmpInTimestamps = XdrField.UInt32(body, 36),
            IcmpInAddrMasks = XdrField.UInt32(body, 40),
            IcmpInAddrMaskReps = XdrField.UInt32(body, 44),
            IcmpOutMsgs = XdrField.UInt32(body, 48),
            IcmpOutErrors = XdrField.UInt32(body, 52),
            IcmpOutDestUnreachs = XdrField.UInt32(body, 56),
            IcmpOutTimeExcds = XdrField.UInt32(body, 60),
            IcmpOutParamProbs = XdrField.UInt32(body, 64),
            IcmpOutSrcQuenchs = XdrField.UInt32(body, 68),
            IcmpOutRedirects = XdrField.UInt32(body, 72),
            IcmpOutEchos = XdrField.UInt32(body, 76),
            IcmpOutEchoReps = XdrField.UInt32(body, 80),
            IcmpOutTimestamps = XdrField.UInt32(body, 84),
            IcmpOutTimestampReps = XdrField.UInt32(body, 88),
            IcmpOutAddrMasks = XdrField.UInt32(body, 92),
            IcmpOutAddrMaskReps = XdrField.UInt32(body, 96),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(IcmpInMsgs);
        writer.WriteUInt32(IcmpInErrors);
        writer.WriteUInt32(IcmpInDestUnreachs);
        writer.WriteUInt32(IcmpInTimeExcds);
        writer.WriteUInt32(IcmpInParamProbs);
        writer.WriteUInt32(IcmpInSrcQuenchs);
        writer.WriteUInt32(IcmpInRedirects);
        writer.WriteUInt32(IcmpInEchos);
        writer.WriteUInt32(IcmpInEchoReps);
        writer.WriteUInt32(IcmpInTimestamps);
        writer.WriteUInt32(IcmpInAddrMasks);
        writer.WriteUInt32(IcmpInAddrMaskReps);
        writer.WriteUInt32(IcmpOutMsgs);
        writer.WriteUInt32(IcmpOutErrors);
        writer.WriteUInt32(IcmpOutDestUnreachs);
        writer.WriteUInt32(IcmpOutTimeExcds);
        writer.WriteUInt32(IcmpOutParamProbs);
        writer.WriteUInt32(IcmpOutSrcQuenchs);
        writer.WriteUInt32(IcmpOutRedirects);
        writer.WriteUInt32(IcmpOutEchos);
        writer.WriteUInt32(IcmpOutEchoReps);
        writer.WriteUInt32(IcmpOutTimestamps);
        writer.WriteUInt32(IcmpOutTimestampReps);
        writer.WriteUInt32(IcmpOutAddrMasks);
        writer.WriteUInt32(IcmpOutAddrMaskReps);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("icmpInMsgs", IcmpInMsgs);
        json.WriteNumber("icmpInErrors", IcmpInErrors);
        json.WriteNumber("icmpInDestUnreachs", IcmpInDestUnreachs);
        json.WriteNumber("icmpInTimeExcds", IcmpInTimeExcds);
        json.WriteNumber("icmpInParamProbs", IcmpInParamProbs);
        json.WriteNumber("icmpInSrcQuenchs", IcmpInSrcQuenchs);
        json.WriteNumber("icmpInRedirects", IcmpInRedirects);
        json.WriteNumber("icmpInEchos", IcmpInEchos);
        json.WriteNumber("icmpInEchoReps", IcmpInEchoReps);
        json.WriteNumber("icmpInTimestamps", IcmpInTimestamps);
        json.WriteNumber("icmpInAddrMasks", IcmpInAddrMasks);
        json.WriteNumber("icmpInAddrMaskReps", IcmpInAddrMaskReps);
        json.WriteNumber("icmpOutMsgs", IcmpOutMsgs);
        json.WriteNumber("icmpOutErrors", IcmpOutErrors);
        json.WriteNumber("icmpOutDestUnreachs", IcmpOutDestUnreachs);
        json.WriteNumber("icmpOutTimeExcds", IcmpOutTimeExcds);
        json.WriteNumber("icmpOutParamProbs", IcmpOutParamProbs);
        json.WriteNumber("icmpOutSrcQuenchs", IcmpOutSrcQuenchs);
        json.WriteNumber("icmpOutRedirects", IcmpOutRedirects);
        json.WriteNumber("icmpOutEchos", IcmpOutEchos);
        json.WriteNumber("icmpOutEchoReps", IcmpOutEchoReps);
        json.WriteNumber("icmpOutTimestamps", IcmpOutTimestamps);
        json.WriteNumber("icmpOutTimestampReps", IcmpOutTimestampReps);
        json.WriteNumber("icmpOutAddrMasks", IcmpOutAddrMasks);
        json.WriteNumber("icmpOutAddrMaskReps", IcmpOutAddrMaskReps);
    }
}
