using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>TCP group of a host (RFC 1213): counter record <c>mib2_tcp_group</c> (sFlow v5, 0:2009).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// tcpRtoAlgorithm(4) tcpRtoMin(4) tcpRtoMax(4) tcpMaxConn(4) tcpActiveOpens(4) tcpPassiveOpens(4)
/// tcpAttemptFails(4) tcpEstabResets(4) tcpCurrEstab(4) tcpInSegs(4) tcpOutSegs(4) tcpRetransSegs(4) tcpInErrs(4)
/// tcpOutRsts(4) tcpInCsumErrs(4)
/// </code>
/// </remarks>
public readonly record struct Mib2TcpGroup : IRecord<Mib2TcpGroup>
{
    /// <summary>Tag of the record: 0:2009.</summary>
    public const uint Tag = 2009;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 60;

    /// <summary>Object tcpRtoAlgorithm of TCP-MIB.</summary>
    public uint TcpRtoAlgorithm { get; init; }

    /// <summary>Object tcpRtoMin of TCP-MIB.</summary>
    public uint TcpRtoMin { get; init; }

    /// <summary>Object tcpRtoMax of TCP-MIB.</summary>
    public uint TcpRtoMax { get; init; }

    /// <summary>Object tcpMaxConn of TCP-MIB.</summary>
    public uint TcpMaxConn { get; init; }

    /// <summary>Object tcpActiveOpens of TCP-MIB.</summary>
    public uint TcpActiveOpens { get; init; }

    /// <summary>Object tcpPassiveOpens of TCP-MIB.</summary>
    public uint TcpPassiveOpens { get; init; }

    /// <summary>Object tcpAttemptFails of TCP-MIB.</summary>
    public uint TcpAttemptFails { get; init; }

    /// <summary>Object tcpEstabResets of TCP-MIB.</summary>
    public uint TcpEstabResets { get; init; }

    /// <summary>Object tcpCurrEstab of TCP-MIB.</summary>
    public uint TcpCurrEstab { get; init; }

    /// <summary>Object tcpInSegs of TCP-MIB.</summary>
    public uint TcpInSegs { get; init; }

    /// <summary>Object tcpOutSegs of TCP-MIB.</summary>
    public uint TcpOutSegs { get; init; }

    /// <summary>Object tcpRetransSegs of TCP-MIB.</summary>
    public uint TcpRetransSegs { get; init; }

    /// <summary>Object tcpInErrs of TCP-MIB.</summary>
    public uint TcpInErrs { get; init; }

    /// <summary>Object tcpOutRsts of TCP-MIB.</summary>
    public uint TcpOutRsts { get; init; }

    /// <summary>Object tcpInCsumErrs of TCP-MIB.</summary>
    public uint TcpInCsumErrs { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Mib2TcpGroup>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Mib2TcpGroup record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Mib2TcpGroup
        {
            TcpRtoAlgorithm = XdrField.UInt32(body, 0),
            TcpRtoMin = XdrField.UInt32(body, 4),
            TcpRtoMax = XdrField.UInt32(body, 8),
            TcpMaxConn = XdrField.UInt32(body, 12),
            TcpActiveOpens = XdrField.UInt32(body, 16),
            TcpPassiveOpens = XdrField.UInt32(body, 20),
            TcpAttemptFails = XdrField.UInt32(body, 24),
            TcpEstabResets = XdrField.UInt32(body, 28),
            TcpCurrEstab = XdrField.UInt32(body, 32),
            TcpInSegs = XdrField.UInt32(body, 36),
            TcpOutSegs = XdrField.UInt32(body, 40),
            TcpRetransSegs = XdrField.UInt32(body, 44),
            TcpInErrs = XdrField.UInt32(body, 48),
            TcpOutRsts = XdrField.UInt32(body, 52),
            TcpInCsumErrs = XdrField.UInt32(body, 56),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(TcpRtoAlgorithm);
        writer.WriteUInt32(TcpRtoMin);
        writer.WriteUInt32(TcpRtoMax);
        writer.WriteUInt32(TcpMaxConn);
        writer.WriteUInt32(TcpActiveOpens);
        writer.WriteUInt32(TcpPassiveOpens);
        writer.WriteUInt32(TcpAttemptFails);
        writer.WriteUInt32(TcpEstabResets);
        writer.WriteUInt32(TcpCurrEstab);
        writer.WriteUInt32(TcpInSegs);
        writer.WriteUInt32(TcpOutSegs);
        writer.WriteUInt32(TcpRetransSegs);
        writer.WriteUInt32(TcpInErrs);
        writer.WriteUInt32(TcpOutRsts);
        writer.WriteUInt32(TcpInCsumErrs);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("tcpRtoAlgorithm", TcpRtoAlgorithm);
        json.WriteNumber("tcpRtoMin", TcpRtoMin);
        json.WriteNumber("tcpRtoMax", TcpRtoMax);
        json.WriteNumber("tcpMaxConn", TcpMaxConn);
        json.WriteNumber("tcpActiveOpens", TcpActiveOpens);
        json.WriteNumber("tcpPassiveOpens", TcpPassiveOpens);
        json.WriteNumber("tcpAttemptFails", TcpAttemptFails);
        json.WriteNumber("tcpEstabResets", TcpEstabResets);
        json.WriteNumber("tcpCurrEstab", TcpCurrEstab);
        json.WriteNumber("tcpInSegs", TcpInSegs);
        json.WriteNumber("tcpOutSegs", TcpOutSegs);
        json.WriteNumber("tcpRetransSegs", TcpRetransSegs);
        json.WriteNumber("tcpInErrs", TcpInErrs);
        json.WriteNumber("tcpOutRsts", TcpOutRsts);
        json.WriteNumber("tcpInCsumErrs", TcpInCsumErrs);
    }
}
