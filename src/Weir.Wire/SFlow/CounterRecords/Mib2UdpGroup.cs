using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>UDP group of a host (RFC 1213): counter record <c>mib2_udp_group</c> (sFlow v5, 0:2010).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// udpInDatagrams(4) udpNoPorts(4) udpInErrors(4) udpOutDatagrams(4) udpRcvbufErrors(4) udpSndbufErrors(4)
/// udpInCsumErrors(4)
/// </code>
/// </remarks>
public readonly record struct Mib2UdpGroup : IRecord<Mib2UdpGroup>
{
    /// <summary>Tag of the record: 0:2010.</summary>
    public const uint Tag = 2010;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 28;

    /// <summary>Object udpInDatagrams of UDP-MIB.</summary>
    public uint UdpInDatagrams { get; init; }

    /// <summary>Object udpNoPorts of UDP-MIB.</summary>
    public uint UdpNoPorts { get; init; }

    /// <summary>Object udpInErrors of UDP-MIB.</summary>
    public uint UdpInErrors { get; init; }

    /// <summary>Object udpOutDatagrams of UDP-MIB.</summary>
    public uint UdpOutDatagrams { get; init; }

    /// <summary>Object udpRcvbufErrors of UDP-MIB.</summary>
    public uint UdpRcvbufErrors { get; init; }

    /// <summary>Object udpSndbufErrors of UDP-MIB.</summary>
    public uint UdpSndbufErrors { get; init; }

    /// <summary>Object udpInCsumErrors of UDP-MIB.</summary>
    public uint UdpInCsumErrors { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Mib2UdpGroup>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Mib2UdpGroup record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Mib2UdpGroup
        {
            UdpInDatagrams = XdrField.UInt32(body, 0),
            UdpNoPorts = XdrField.UInt32(body, 4),
            UdpInErrors = XdrField.UInt32(body, 8),
            UdpOutDatagrams = XdrField.UInt32(body, 12),
            UdpRcvbufErrors = XdrField.UInt32(body, 16),
            UdpSndbufErrors = XdrField.UInt32(body, 20),
            UdpInCsumErrors = XdrField.UInt32(body, 24),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(UdpInDatagrams);
        writer.WriteUInt32(UdpNoPorts);
        writer.WriteUInt32(UdpInErrors);
        writer.WriteUInt32(UdpOutDatagrams);
        writer.WriteUInt32(UdpRcvbufErrors);
        writer.WriteUInt32(UdpSndbufErrors);
        writer.WriteUInt32(UdpInCsumErrors);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("udpInDatagrams", UdpInDatagrams);
        json.WriteNumber("udpNoPorts", UdpNoPorts);
        json.WriteNumber("udpInErrors", UdpInErrors);
        json.WriteNumber("udpOutDatagrams", UdpOutDatagrams);
        json.WriteNumber("udpRcvbufErrors", UdpRcvbufErrors);
        json.WriteNumber("udpSndbufErrors", UdpSndbufErrors);
        json.WriteNumber("udpInCsumErrors", UdpInCsumErrors);
    }
}
