using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Where the inner header starts of a packet that leaves decapsulated: flow record <c>extended_decapsulate_egress</c> (sFlow v5, 0:1027).</summary>
/// <remarks>
/// <code>
/// inner_header_offset(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedDecapsulateEgress : IRecord<ExtendedDecapsulateEgress>
{
    /// <summary>Tag of the record: 0:1027.</summary>
    public const uint Tag = 1027;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Bytes from the start of the sampled header to the inner header.</summary>
    public uint InnerHeaderOffset { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedDecapsulateEgress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedDecapsulateEgress record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedDecapsulateEgress
        {
            InnerHeaderOffset = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(InnerHeaderOffset);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("inner_header_offset", InnerHeaderOffset);
    }
}
