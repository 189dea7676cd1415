using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>IPv6 layer of a sampled packet, sent when the header itself is not: flow record <c>sampled_ipv6</c> (sFlow v5, 0:4).</summary>
/// <remarks>
/// <code>
/// length(4) protocol(4) src_ip(16) dst_ip(16) src_port(4) dst_port(4) tcp_flags(4) priority(4)
/// </code>
/// </remarks>
public readonly record struct SampledIp6 : IRecord<SampledIp6>
{
    /// <summary>Tag of the record: 0:4.</summary>
    public const uint Tag = 4;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 56;

    /// <summary>Bytes of the IP packet, without encapsulation below it.</summary>
    public uint Length { get; init; }

    /// <summary>Next header number.</summary>
    public uint Protocol { get; init; }

    /// <summary>Source address.</summary>
    public NetworkAddress SrcIp { get; init; }

    /// <summary>Destination address.</summary>
    public NetworkAddress DstIp { get; init; }

    /// <summary>Source port of TCP or UDP, or its equivalent.</summary>
    public uint SrcPort { get; init; }

    /// <summary>Destination port of TCP or UDP, or its equivalent.</summary>
    public uint DstPort { get; init; }

    /// <summary>TCP flags.</summary>
    public uint TcpFlags { get; init; }

    /// <summary>Traffic class.</summary>
    public uint Priority { get; init; }

    /// <inheritdoc/>
    static uint IRecord<SampledIp6>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out SampledIp6 record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new SampledIp6
        {
            Length = XdrField.UInt32(body, 0),
            Protocol = XdrField.UInt32(body, 4),
            SrcIp = XdrField.Ip6(body, 8),
            DstIp = XdrField.Ip6(body, 24),
            SrcPort = XdrField.UInt32(body, 40),
            DstPort = XdrField.UInt32(body, 44),
            TcpFlags = XdrField.UInt32(body, 48),
            Priority = XdrField.UInt32(body, 52),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Length);
        writer.WriteUInt32(Protocol);
        XdrField.WriteIp6(ref writer, SrcIp);
        XdrField.WriteIp6(ref writer, DstIp);
        writer.WriteUInt32(SrcPort);
        writer.WriteUInt32(DstPort);
        writer.WriteUInt32(TcpFlags);
        writer.WriteUInt32(Priority);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("length", Length);
        json.WriteNumber("protocol", Protocol);
        JsonFields.Address(json, "src_ip", SrcIp);
        JsonFields.Address(json, "dst_ip", DstIp);
        json.WriteNumber("src_port", SrcPort);
        json.WriteNumber("dst_port", DstPort);
        json.WriteNumber("tcp_flags", TcpFlags);
        json.WriteNumber("priority", Priority);
    }
}
