using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Priority flow control counters (draft): counter record <c>pfc_counters</c> (sFlow v5, 0:11).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// requests(4) indications(4) pause_duration(4) storm_detected(4) storm_restored(4)
/// </code>
/// </remarks>
public readonly record struct PfcCounters : IRecord<PfcCounters>
{
    /// <summary>Tag of the record: 0:11.</summary>
    public const uint Tag = 11;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 20;

    /// <summary>PFC frames sent.</summary>
    public uint Requests { get; init; }

    /// <summary>PFC frames received.</summary>
    public uint Indications { get; init; }

    /// <summary>Time in pause.</summary>
    public uint PauseDuration { get; init; }

    /// <summary>Pause storms detected.</summary>
    public uint StormDetected { get; init; }

    /// <summary>Pause storms that ended.</summary>
    public uint StormRestored { get; init; }

    /// <inheritdoc/>
    static uint IRecord<PfcCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PfcCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new PfcCounters
        {
            Requests = XdrField.UInt32(body, 0),
            Indications = XdrField.UInt32(body, 4),
            PauseDuration = XdrField.UInt32(body, 8),
            StormDetected = XdrField.UInt32(body, 12),
            StormRestored = XdrField.UInt32(body, 16),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Requests);
        writer.WriteUInt32(Indications);
        writer.WriteUInt32(PauseDuration);
        writer.WriteUInt32(StormDetected);
        writer.WriteUInt32(StormRestored);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("requests", Requests);
        json.WriteNumber("indications", Indications);
        json.WriteNumber("pause_duration", PauseDuration);
        json.WriteNumber("storm_detected", StormDetected);
        json.WriteNumber("storm_restored", StormRestored);
    }
}
