using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Traffic class found by pmacct: flow record <c>pmacct_class</c> (sFlow v5, 43874:1).</summary>
/// <remarks>
/// <code>
/// class(4)
/// </code>
/// </remarks>
public readonly record struct PmacctClass : IRecord<PmacctClass>
{
    /// <summary>Tag of the record: 43874:1.</summary>
    public const uint Tag = (43874u << 12) | 1;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Number of the class.</summary>
    public uint Class { get; init; }

    /// <inheritdoc/>
    static uint IRecord<PmacctClass>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PmacctClass record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new PmacctClass
        {
            Class = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Class);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("class", Class);
    }
}
