using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Addresses of a packet after translation; a side that is not translated repeats the packet's own: flow record <c>extended_nat</c> (sFlow v5, 0:1007).</summary>
/// <remarks>
/// <code>
/// src_address(4|8|20) dst_address(4|8|20)
/// </code>
/// </remarks>
public readonly record struct ExtendedNat : IRecord<ExtendedNat>
{
    /// <summary>Tag of the record: 0:1007.</summary>
    public const uint Tag = 1007;

    /// <summary>Translated source address.</summary>
    public NetworkAddress SrcAddress { get; init; }

    /// <summary>Translated destination address.</summary>
    public NetworkAddress DstAddress { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedNat>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedNat record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadAddress(out NetworkAddress srcAddress) || !reader.TryReadAddress(out NetworkAddress dstAddress))
        {
            return false;
        }

        record = new ExtendedNat
        {
            SrcAddress = srcAddress,
            DstAddress = dstAddress,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteAddress(SrcAddress);
        writer.WriteAddress(DstAddress);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Address(json, "src_address", SrcAddress);
        JsonFields.Address(json, "dst_address", DstAddress);
    }
}
