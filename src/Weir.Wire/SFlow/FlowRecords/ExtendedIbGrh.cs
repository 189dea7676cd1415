using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>InfiniBand global route header of a packet (draft): flow record <c>extended_ib_grh</c> (sFlow v5, 0:1032).</summary>
/// <remarks>
/// <code>
/// flow_label(4) tc(4) s_gid(16) d_gid(16) next_header(4) length(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedIbGrh : IRecord<ExtendedIbGrh>
{
    /// <summary>Tag of the record: 0:1032.</summary>
    public const uint Tag = 1032;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 48;

    /// <summary>Flow label.</summary>
    public uint FlowLabel { get; init; }

    /// <summary>Traffic class.</summary>
    public uint Tc { get; init; }

    /// <summary>Source global id, which has the form of an IPv6 address.</summary>
    public NetworkAddress SGid { get; init; }

    /// <summary>Destination global id, which has the form of an IPv6 address.</summary>
    public NetworkAddress DGid { get; init; }

    /// <summary>Type of the next header.</summary>
    public uint NextHeader { get; init; }

    /// <summary>Bytes of payload.</summary>
    public uint Length { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedIbGrh>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedIbGrh record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedIbGrh
        {
            FlowLabel = XdrField.UInt32(body, 0),
            Tc = XdrField.UInt32(body, 4),
            SGid = XdrField.Ip6(body, 8),
            DGid = XdrField.Ip6(body, 24),
            NextHeader = XdrField.UInt32(body, 40),
            Length = XdrField.UInt32(body, 44),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(FlowLabel);
        writer.WriteUInt32(Tc);
        XdrField.WriteIp6(ref writer, SGid);
        XdrField.WriteIp6(ref writer, DGid);
        writer.WriteUInt32(NextHeader);
        writer.WriteUInt32(Length);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("flow_label", FlowLabel);
        json.WriteNumber("tc", Tc);
        JsonFields.Address(json, "s_gid", SGid);
        JsonFields.Address(json, "d_gid", DGid);
        json.WriteNumber("next_header", NextHeader);
        json.WriteNumber("length", Length);
    }
}
