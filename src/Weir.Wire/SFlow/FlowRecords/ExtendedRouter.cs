using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The routes that a router used for a packet: flow record <c>extended_router</c> (sFlow v5, 0:1002).</summary>
/// <remarks>
/// <code>
/// nexthop(4|8|20) src_mask_len(4) dst_mask_len(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedRouter : IRecord<ExtendedRouter>
{
    /// <summary>Tag of the record: 0:1002.</summary>
    public const uint Tag = 1002;

    /// <summary>Next router's address.</summary>
    public NetworkAddress Nexthop { get; init; }

    /// <summary>Prefix length of the route to the source, in bits.</summary>
    public uint SrcMaskLen { get; init; }

    /// <summary>Prefix length of the route to the destination, in bits.</summary>
    public uint DstMaskLen { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedRouter>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedRouter record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadAddress(out NetworkAddress nexthop) || !reader.TryReadUInt32(out uint srcMaskLen)
            || !reader.TryReadUInt32(out uint dstMaskLen))
        {
            return false;
        }

        record = new ExtendedRouter
        {
            Nexthop = nexthop,
            SrcMaskLen = srcMaskLen,
            DstMaskLen = dstMaskLen,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteAddress(Nexthop);
        writer.WriteUInt32(SrcMaskLen);
        writer.WriteUInt32(DstMaskLen);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Address(json, "nexthop", Nexthop);
        json.WriteNumber("src_mask_len", SrcMaskLen);
        json.WriteNumber("dst_mask_len", DstMaskLen);
    }
}
