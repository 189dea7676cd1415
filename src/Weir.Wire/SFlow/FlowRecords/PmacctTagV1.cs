using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Tags of pmacct under the enterprise number that it used first (VyOS, EdgeOS): flow record <c>pmacct_tag</c> (sFlow v5, 8800:2).</summary>
/// <remarks>
/// <code>
/// tag(4) tag2(4)
/// </code>
/// </remarks>
public readonly record struct PmacctTagV1 : IRecord<PmacctTagV1>
{
    /// <summary>Tag of the record: 8800:2.</summary>
    public const uint Tag = (8800u << 12) | 2;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>First tag.</summary>
    public uint FirstTag { get; init; }

    /// <summary>Second tag.</summary>
    public uint SecondTag { get; init; }

    /// <inheritdoc/>
    static uint IRecord<PmacctTagV1>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PmacctTagV1 record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new PmacctTagV1
        {
            FirstTag = XdrField.UInt32(body, 0),
            SecondTag = XdrField.UInt32(body, 4),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(FirstTag);
        writer.WriteUInt32(SecondTag);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("tag", FirstTag);
        json.WriteNumber("tag2", SecondTag);
    }
}
