using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Link layer of a sampled packet, sent when the header itself is not: flow record <c>sampled_ethernet</c> (sFlow v5, 0:2).</summary>
/// <remarks>
/// <code>
/// length(4) src_mac(8) dst_mac(8) type(4)
/// </code>
/// </remarks>
public readonly record struct SampledEthernet : IRecord<SampledEthernet>
{
    /// <summary>Tag of the record: 0:2.</summary>
    public const uint Tag = 2;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 24;

    /// <summary>Bytes of the frame on the network, without encapsulation below it.</summary>
    public uint Length { get; init; }

    /// <summary>Source MAC address.</summary>
    public MacAddress SrcMac { get; init; }

    /// <summary>Destination MAC address.</summary>
    public MacAddress DstMac { get; init; }

    /// <summary>EtherType.</summary>
    public uint Type { get; init; }

    /// <inheritdoc/>
    static uint IRecord<SampledEthernet>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out SampledEthernet record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new SampledEthernet
        {
            Length = XdrField.UInt32(body, 0),
            SrcMac = XdrField.Mac(body, 4),
            DstMac = XdrField.Mac(body, 12),
            Type = XdrField.UInt32(body, 20),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Length);
        writer.WriteMac(SrcMac);
        writer.WriteMac(DstMac);
        writer.WriteUInt32(Type);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("length", Length);
        JsonFields.Mac(json, "src_mac", SrcMac);
        JsonFields.Mac(json, "dst_mac", DstMac);
        json.WriteNumber("type", Type);
    }
}
