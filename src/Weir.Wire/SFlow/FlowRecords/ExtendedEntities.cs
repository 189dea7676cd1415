using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The data sources that a packet comes from and goes to: flow record <c>extended_entities</c> (sFlow v5, 0:2210).</summary>
/// <remarks>
/// <code>
/// src_ds(8) dst_ds(8)
/// </code>
/// </remarks>
public readonly record struct ExtendedEntities : IRecord<ExtendedEntities>
{
    /// <summary>Tag of the record: 0:2210.</summary>
    public const uint Tag = 2210;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 16;

    /// <summary>Data source of the packet's source.</summary>
    public DataSource SrcDs { get; init; }

    /// <summary>Data source of the packet's destination.</summary>
    public DataSource DstDs { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedEntities>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedEntities record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedEntities
        {
            SrcDs = XdrField.Source(body, 0),
            DstDs = XdrField.Source(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        XdrField.WriteSource(ref writer, SrcDs);
        XdrField.WriteSource(ref writer, DstDs);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Source(json, "src_ds", SrcDs);
        JsonFields.Source(json, "dst_ds", DstDs);
    }
}
