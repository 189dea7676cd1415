using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>The OpenFlow port that a data source is: counter record <c>of_port</c> (sFlow v5, 0:1004).</summary>
/// <remarks>
/// <code>
/// datapath_id(8) port_no(4)
/// </code>
/// </remarks>
public readonly record struct OfPort : IRecord<OfPort>
{
    /// <summary>Tag of the record: 0:1004.</summary>
    public const uint Tag = 1004;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>Datapath of the switch.</summary>
    public ulong DatapathId { get; init; }

    /// <summary>Port number within the datapath.</summary>
    public uint PortNo { get; init; }

    /// <inheritdoc/>
    static uint IRecord<OfPort>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out OfPort record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new OfPort
        {
            DatapathId = XdrField.UInt64(body, 0),
            PortNo = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(DatapathId);
        writer.WriteUInt32(PortNo);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("datapath_id", DatapathId);
        json.WriteNumber("port_no", PortNo);
    }
}
