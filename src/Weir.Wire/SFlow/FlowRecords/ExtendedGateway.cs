using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The BGP route to a packet's destination: flow record <c>extended_gateway</c> (sFlow v5, 0:1003).</summary>
/// <remarks>
/// <code>
/// nexthop(4|8|20) as(4) src_as(4) src_peer_as(4) dst_as_path&lt;&gt; communities(4)&lt;&gt; localpref(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedGateway : IRecord<ExtendedGateway>
{
    /// <summary>Tag of the record: 0:1003.</summary>
    public const uint Tag = 1003;

    /// <summary>Address of the border router that is the next hop.</summary>
    public NetworkAddress Nexthop { get; init; }

    /// <summary>AS number of the router itself.</summary>
    public uint AsNumber { get; init; }

    /// <summary>AS number the packet's source belongs to; 0 unknown.</summary>
    public uint SrcAs { get; init; }

    /// <summary>AS number of the peer on the way to the packet's source; 0 unknown.</summary>
    public uint SrcPeerAs { get; init; }

    /// <summary>AS path to the packet's destination.</summary>
    public AsPath DstAsPath { get; init; }

    /// <summary>Communities of the route: AS in the upper, value in the lower 16 bits (RFC 1997).</summary>
    public UInt32List Communities { get; init; }

    /// <summary>Local preference of the route.</summary>
    public uint Localpref { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedGateway>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedGateway record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadAddress(out NetworkAddress nexthop) || !reader.TryReadUInt32(out uint asNumber)
            || !reader.TryReadUInt32(out uint srcAs) || !reader.TryReadUInt32(out uint srcPeerAs)
            || !AsPath.TryRead(ref reader, out AsPath path) || !UInt32List.TryRead(ref reader, out UInt32List communities)
            || !reader.TryReadUInt32(out uint localpref))
        {
            return false;
        }

        record = new ExtendedGateway
        {
            Nexthop = nexthop,
            AsNumber = asNumber,
            SrcAs = srcAs,
            SrcPeerAs = srcPeerAs,
            DstAsPath = path,
            Communities = communities,
            Localpref = localpref,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteAddress(Nexthop);
        writer.WriteUInt32(AsNumber);
        writer.WriteUInt32(SrcAs);
        writer.WriteUInt32(SrcPeerAs);
        DstAsPath.Write(ref writer);
        Communities.Write(ref writer);
        writer.WriteUInt32(Localpref);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Address(json, "nexthop", Nexthop);
        json.WriteNumber("as", AsNumber);
        json.WriteNumber("src_as", SrcAs);
        json.WriteNumber("src_peer_as", SrcPeerAs);
        JsonFields.Path(json, "dst_as_path", DstAsPath);
        JsonFields.List(json, "communities", Communities);
        json.WriteNumber("localpref", Localpref);
    }
}
