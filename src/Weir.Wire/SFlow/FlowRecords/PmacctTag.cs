using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Tags of pmacct: flow record <c>pmacct_tag</c> (sFlow v5, 43874:2).</summary>
/// <remarks>
/// <code>
/// tag(8) tag2(8)
/// </code>
/// </remarks>
public readonly record struct PmacctTag : IRecord<PmacctTag>
{
    /// <summary>Tag of the record: 43874:2.</summary>
    public const uint Tag = (43874u << 12) | 2;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 16;

    /// <summary>First tag.</summary>
    public ulong FirstTag { get; init; }

    /// <summary>Second tag.</summary>
    public ulong SecondTag { get; init; }

    /// <inheritdoc/>
    static uint IRecord<PmacctTag>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PmacctTag record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new PmacctTag
        {
            FirstTag = XdrField.UInt64(body, 0),
            SecondTag = XdrField.UInt64(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(FirstTag);
        writer.WriteUInt64(SecondTag);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("tag", FirstTag);
        json.WriteNumber("tag2", SecondTag);
    }
}
