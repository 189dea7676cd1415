using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The frames of an 802.11 aggregate: flow record <c>extended_80211_aggregation</c> (sFlow v5, 0:1016).</summary>
/// <remarks>
/// <code>
/// pdus&lt;&gt;, each: records&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct Extended80211Aggregation : IRecord<Extended80211Aggregation>
{
    /// <summary>Tag of the record: 0:1016.</summary>
    public const uint Tag = 1016;

    private readonly ReadOnlySpan<byte> _pdus;

    /// <summary>Wraps frames that are encoded already.</summary>
    /// <param name="count">Number of frames.</param>
    /// <param name="pdus">For each frame a record count and the records.</param>
    public Extended80211Aggregation(int count, ReadOnlySpan<byte> pdus)
    {
        Count = count;
        _pdus = pdus;
    }

    /// <summary>Frames in the aggregate.</summary>
    public int Count { get; }

    /// <summary>A walk over the frames, from the first.</summary>
    public PduReader Pdus => new(_pdus, Count);

    /// <inheritdoc/>
    static uint IRecord<Extended80211Aggregation>.RecordTag => Tag;

    /// <summary>Reads the structure, walking it once to find its end; false when a count or length reaches past the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Extended80211Aggregation record)
    {
        XdrReader reader = new(body);
        if (!PduReader.TrySkipAll(ref reader, out int count))
        {
            record = default;
            return false;
        }

        record = new Extended80211Aggregation(count, body[4..reader.Position]);
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        writer.WriteFixed(_pdus);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartArray("pdus");
        PduReader pdus = Pdus;
        while (pdus.TryRead(out RecordReader records))
        {
            json.WriteStartArray();
            while (records.TryRead(out Record record))
            {
                // An aggregate in an aggregate is shown as bytes: depth must not follow from what a datagram claims.
                RecordJson.Write(json, record, RecordKind.Flow, shallow: true);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
