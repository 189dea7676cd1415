using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Traffic class found by pmacct with nDPI: flow record <c>pmacct_class2</c> (sFlow v5, 43874:3).</summary>
/// <remarks>
/// <code>
/// id(8)
/// </code>
/// </remarks>
public readonly record struct PmacctClass2 : IRecord<PmacctClass2>
{
    /// <summary>Tag of the record: 43874:3.</summary>
    public const uint Tag = (43874u << 12) | 3;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>Id of the class.</summary>
    public ulong Id { get; init; }

    /// <inheritdoc/>
    static uint IRecord<PmacctClass2>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PmacctClass2 record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new PmacctClass2
        {
            Id = XdrField.UInt64(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(Id);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("id", Id);
    }
}
