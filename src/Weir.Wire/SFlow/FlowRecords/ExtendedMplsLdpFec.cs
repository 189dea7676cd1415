using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The LDP forwarding equivalence class of a packet (RFC 3815): flow record <c>extended_mpls_LDP_FEC</c> (sFlow v5, 0:1011).</summary>
/// <remarks>
/// <code>
/// mplsFecAddrPrefixLength(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedMplsLdpFec : IRecord<ExtendedMplsLdpFec>
{
    /// <summary>Tag of the record: 0:1011.</summary>
    public const uint Tag = 1011;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Prefix length of the class, in bits.</summary>
    public uint MplsFecAddrPrefixLength { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedMplsLdpFec>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedMplsLdpFec record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedMplsLdpFec
        {
            MplsFecAddrPrefixLength = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(MplsFecAddrPrefixLength);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("mplsFecAddrPrefixLength", MplsFecAddrPrefixLength);
    }
}
