using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>IPv4 layer of a sampled packet, sent when the header itself is not: flow record <c>sampled_ipv4</c> (sFlow v5, 0:3).</summary>
/// <remarks>
/// <code>
/// length(4) protocol(4) src_ip(4) dst_ip(4) src_port(4) dst_port(4) tcp_flags(4) tos(4)
/// </code>
/// </remarks>
public readonly record struct SampledIp4 : IRecord<SampledIp4>
{
    /// <summary>Tag of the record: 0:3.</summary>
    public const uint Tag = 3;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 32;

    /// <summary>Bytes of the IP packet, without encapsulation below it.</summary>
    public uint Length { get; init; }

    /// <summary>IP protocol number.</summary>
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

    /// <summary>IP type of service byte.</summary>
    public uint Tos { get; init; }

    /// <inheritdoc/>
    static uint IRecord<SampledIp4>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out SampledIp4 record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new SampledIp4
        {
            Length = XdrField.UInt32(body, 0),
            Protocol = XdrField.UInt32(body, 4),
            SrcIp = XdrField.Ip4(body, 8),
            DstIp = XdrField.Ip4(body, 12),
            SrcPort = XdrField.UInt32(body, 16),
            DstPort = XdrField.UInt32(body, 20),
            TcpFlags = XdrField.UInt32(body, 24),
            Tos = XdrField.UInt32(body, 28),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Length);
        writer.WriteUInt32(Protocol);
        XdrField.WriteIp4(ref writer, SrcIp);
        XdrField.WriteIp4(ref writer, DstIp);
        writer.WriteUInt32(SrcPort);
        writer.WriteUInt32(DstPort);
        writer.WriteUInt32(TcpFlags);
        writer.WriteUInt32(Tos);
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
        json.WriteNumber("tos", Tos);
    }
}
