using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Workers of an application: counter record <c>app_workers</c> (sFlow v5, 0:2206).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// workers_active(4) workers_idle(4) workers_max(4) req_delayed(4) req_dropped(4)
/// </code>
/// </remarks>
public readonly record struct AppWorkers : IRecord<AppWorkers>
{
    /// <summary>Tag of the record: 0:2206.</summary>
    public const uint Tag = 2206;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 20;

    /// <summary>Workers that are busy.</summary>
    public uint WorkersActive { get; init; }

    /// <summary>Workers that are idle.</summary>
    public uint WorkersIdle { get; init; }

    /// <summary>Most workers.</summary>
    public uint WorkersMax { get; init; }

    /// <summary>Requests delayed.</summary>
    public uint ReqDelayed { get; init; }

    /// <summary>Requests dropped.</summary>
    public uint ReqDropped { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppWorkers>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppWorkers record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new AppWorkers
        {
            WorkersActive = XdrField.UInt32(body, 0),
            WorkersIdle = XdrField.UInt32(body, 4),
            WorkersMax = XdrField.UInt32(body, 8),
            ReqDelayed = XdrField.UInt32(body, 12),
            ReqDropped = XdrField.UInt32(body, 16),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(WorkersActive);
        writer.WriteUInt32(WorkersIdle);
        writer.WriteUInt32(WorkersMax);
        writer.WriteUInt32(ReqDelayed);
        writer.WriteUInt32(ReqDropped);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("workers_active", WorkersActive);
        json.WriteNumber("workers_idle", WorkersIdle);
        json.WriteNumber("workers_max", WorkersMax);
        json.WriteNumber("req_delayed", ReqDelayed);
        json.WriteNumber("req_dropped", ReqDropped);
    }
}
