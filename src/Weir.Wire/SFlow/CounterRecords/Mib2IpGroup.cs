using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>IP group of a host (RFC 1213): counter record <c>mib2_ip_group</c> (sFlow v5, 0:2007).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// ipForwarding(4) ipDefaultTTL(4) ipInReceives(4) ipInHdrErrors(4) ipInAddrErrors(4) ipForwDatagrams(4)
/// ipInUnknownProtos(4) ipInDiscards(4) ipInDelivers(4) ipOutRequests(4) ipOutDiscards(4) ipOutNoRoutes(4)
/// ipReasmTimeout(4) ipReasmReqds(4) ipReasmOKs(4) ipReasmFails(4) ipFragOKs(4) ipFragFails(4) ipFragCreates(4)
/// </code>
/// </remarks>
public readonly record struct Mib2IpGroup : IRecord<Mib2IpGroup>
{
    /// <summary>Tag of the record: 0:2007.</summary>
    public const uint Tag = 2007;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 76;

    /// <summary>Object ipForwarding of IP-MIB.</summary>
    public uint IpForwarding { get; init; }

    /// <summary>Object ipDefaultTTL of IP-MIB.</summary>
    public uint IpDefaultTTL { get; init; }

    /// <summary>Object ipInReceives of IP-MIB.</summary>
    public uint IpInReceives { get; init; }

    /// <summary>Object ipInHdrErrors of IP-MIB.</summary>
    public uint IpInHdrErrors { get; init; }

    /// <summary>Object ipInAddrErrors of IP-MIB.</summary>
    public uint IpInAddrErrors { get; init; }

    /// <summary>Object ipForwDatagrams of IP-MIB.</summary>
    public uint IpForwDatagrams { get; init; }

    /// <summary>Object ipInUnknownProtos of IP-MIB.</summary>
    public uint IpInUnknownProtos { get; init; }

    /// <summary>Object ipInDiscards of IP-MIB.</summary>
    public uint IpInDiscards { get; init; }

    /// <summary>Object ipInDelivers of IP-MIB.</summary>
    public uint IpInDelivers { get; init; }

    /// <summary>Object ipOutRequests of IP-MIB.</summary>
    public uint IpOutRequests { get; init; }

    /// <summary>Object ipOutDiscards of IP-MIB.</summary>
    public uint IpOutDiscards { get; init; }

    /// <summary>Object ipOutNoRoutes of IP-MIB.</summary>
    public uint IpOutNoRoutes { get; init; }

    /// <summary>Object ipReasmTimeout of IP-MIB.</summary>
    public uint IpReasmTimeout { get; init; }

    /// <summary>Object ipReasmReqds of IP-MIB.</summary>
    public uint IpReasmReqds { get; init; }

    /// <summary>Object ipReasmOKs of IP-MIB.</summary>
    public uint IpReasmOKs { get; init; }

    /// <summary>Object ipReasmFails of IP-MIB.</summary>
    public uint IpReasmFails { get; init; }

    /// <summary>Object ipFragOKs of IP-MIB.</summary>
    public uint IpFragOKs { get; init; }

    /// <summary>Object ipFragFails of IP-MIB.</summary>
    public uint IpFragFails { get; init; }

    /// <summary>Object ipFragCreates of IP-MIB.</summary>
    public uint IpFragCreates { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Mib2IpGroup>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Mib2IpGroup record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Mib2IpGroup
        {
            IpForwarding = XdrField.UInt32(body, 0),
            IpDefaultTTL = XdrField.UInt32(body, 4),
            IpInReceives = XdrField.UInt32(body, 8),
            IpInHdrErrors = XdrField.UInt32(body, 12),
            IpInAddrErrors = XdrField.UInt32(body, 16),
            IpForwDatagrams = XdrField.UInt32(body, 20),
            IpInUnknownProtos = XdrField.UInt32(body, 24),
            IpInDiscards = XdrField.UInt32(body, 28),
            IpInDelivers = XdrField.UInt32(body, 32),
            IpOutRequests = XdrField.UInt32(body, 36),
            IpOutDiscards = XdrField.UInt32(body, 40),
            IpOutNoRoutes = XdrField.UInt32(body, 44),
            IpReasmTimeout = XdrField.UInt32(body, 48),
            IpReasmReqds = XdrField.UInt32(body, 52),
            IpReasmOKs = XdrField.UInt32(body, 56),
            IpReasmFails = XdrField.UInt32(body, 60),
            IpFragOKs = XdrField.UInt32(body, 64),
            IpFragFails = XdrField.UInt32(body, 68),
            IpFragCreates = XdrField.UInt32(body, 72),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(IpForwarding);
        writer.WriteUInt32(IpDefaultTTL);
        writer.WriteUInt32(IpInReceives);
        writer.WriteUInt32(IpInHdrErrors);
        writer.WriteUInt32(IpInAddrErrors);
        writer.WriteUInt32(IpForwDatagrams);
        writer.WriteUInt32(IpInUnknownProtos);
        writer.WriteUInt32(IpInDiscards);
        writer.WriteUInt32(IpInDelivers);
        writer.WriteUInt32(IpOutRequests);
        writer.WriteUInt32(IpOutDiscards);
        writer.WriteUInt32(IpOutNoRoutes);
        writer.WriteUInt32(IpReasmTimeout);
        writer.WriteUInt32(IpReasmReqds);
        writer.WriteUInt32(IpReasmOKs);
        writer.WriteUInt32(IpReasmFails);
        writer.WriteUInt32(IpFragOKs);
        writer.WriteUInt32(IpFragFails);
        writer.WriteUInt32(IpFragCreates);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("ipForwarding", IpForwarding);
        json.WriteNumber("ipDefaultTTL", IpDefaultTTL);
        json.WriteNumber("ipInReceives", IpInReceives);
        json.WriteNumber("ipInHdrErrors", IpInHdrErrors);
        json.WriteNumber("ipInAddrErrors", IpInAddrErrors);
        json.WriteNumber("ipForwDatagrams", IpForwDatagrams);
        json.WriteNumber("ipInUnknownProtos", IpInUnknownProtos);
        json.WriteNumber("ipInDiscards", IpInDiscards);
        json.WriteNumber("ipInDelivers", IpInDelivers);
        json.WriteNumber("ipOutRequests", IpOutRequests);
        json.WriteNumber("ipOutDiscards", IpOutDiscards);
        json.WriteNumber("ipOutNoRoutes", IpOutNoRoutes);
        json.WriteNumber("ipReasmTimeout", IpReasmTimeout);
        json.WriteNumber("ipReasmReqds", IpReasmReqds);
        json.WriteNumber("ipReasmOKs", IpReasmOKs);
        json.WriteNumber("ipReasmFails", IpReasmFails);
        json.WriteNumber("ipFragOKs", IpFragOKs);
        json.WriteNumber("ipFragFails", IpFragFails);
        json.WriteNumber("ipFragCreates", IpFragCreates);
    }
}
