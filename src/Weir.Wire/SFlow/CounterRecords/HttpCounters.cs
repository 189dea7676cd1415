using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Requests of a web server by method and status: counter record <c>http_counters</c> (sFlow v5, 0:2201).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// method_option_count(4) method_get_count(4) method_head_count(4) method_post_count(4) method_put_count(4)
/// method_delete_count(4) method_trace_count(4) method_connect_count(4) method_other_count(4) status_1XX_count(4)
/// status_2XX_count(4) status_3XX_count(4) status_4XX_count(4) status_5XX_count(4) status_other_count(4)
/// </code>
/// </remarks>
public readonly record struct HttpCounters : IRecord<HttpCounters>
{
    /// <summary>Tag of the record: 0:2201.</summary>
    public const uint Tag = 2201;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 60;

    /// <summary>Requests with method OPTION.</summary>
    public uint MethodOptionCount { get; init; }

    /// <summary>Requests with method GET.</summary>
    public uint MethodGetCount { get; init; }

    /// <summary>Requests with method HEAD.</summary>
    public uint MethodHeadCount { get; init; }

    /// <summary>Requests with method POST.</summary>
    public uint MethodPostCount { get; init; }

    /// <summary>Requests with method PUT.</summary>
    public uint MethodPutCount { get; init; }

    /// <summary>Requests with method DELETE.</summary>
    public uint MethodDeleteCount { get; init; }

    /// <summary>Requests with method TRACE.</summary>
    public uint MethodTraceCount { get; init; }

    /// <summary>Requests with method CONNECT.</summary>
    public uint MethodConnectCount { get; init; }

    /// <summary>Requests with another method.</summary>
    public uint MethodOtherCount { get; init; }

    /// <summary>Requests with status 1xx.</summary>
    public uint Status1XxCount { get; init; }

    /// <summary>Requests with status 2xx.</summary>
    public uint Status2XxCount { get; init; }

    /// <summary>Requests with status 3xx.</summary>
    public uint Status3XxCount { get; init; }

    /// <summary>Requests with status 4xx.</summary>
    public uint Status4XxCount { get; init; }

    /// <summary>Requests with status 5xx.</summary>
    public uint Status5XxCount { get; init; }

    /// <summary>Requests with another status.</summary>
    public uint StatusOtherCount { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HttpCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HttpCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new HttpCounters
        {
            MethodOptionCount = XdrField.UInt32(body, 0),
            MethodGetCount = XdrField.UInt32(body, 4),
            MethodHeadCount = XdrField.UInt32(body, 8),
            MethodPostCount = XdrField.UInt32(body, 12),
            MethodPutCount = XdrField.UInt32(body, 16),
            MethodDeleteCount = XdrField.UInt32(body, 20),
            MethodTraceCount = XdrField.UInt32(body, 24),
            MethodConnectCount = XdrField.UInt32(body, 28),
            MethodOtherCount = XdrField.UInt32(body, 32),
            Status1XxCount = XdrField.UInt32(body, 36),
            Status2XxCount = XdrField.UInt32(body, 40),
            Status3XxCount = XdrField.UInt32(body, 44),
            Status4XxCount = XdrField.UInt32(body, 48),
            Status5XxCount = XdrField.UInt32(body, 52),
            StatusOtherCount = XdrField.UInt32(body, 56),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(MethodOptionCount);
        writer.WriteUInt32(MethodGetCount);
        writer.WriteUInt32(MethodHeadCount);
        writer.WriteUInt32(MethodPostCount);
        writer.WriteUInt32(MethodPutCount);
        writer.WriteUInt32(MethodDeleteCount);
        writer.WriteUInt32(MethodTraceCount);
        writer.WriteUInt32(MethodConnectCount);
        writer.WriteUInt32(MethodOtherCount);
        writer.WriteUInt32(Status1XxCount);
        writer.WriteUInt32(Status2XxCount);
        writer.WriteUInt32(Status3XxCount);
        writer.WriteUInt32(Status4XxCount);
        writer.WriteUInt32(Status5XxCount);
        writer.WriteUInt32(StatusOtherCount);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("method_option_count", MethodOptionCount);
        json.WriteNumber("method_get_count", MethodGetCount);
        json.WriteNumber("method_head_count", MethodHeadCount);
        json.WriteNumber("method_post_count", MethodPostCount);
        json.WriteNumber("method_put_count", MethodPutCount);
        json.WriteNumber("method_delete_count", MethodDeleteCount);
        json.WriteNumber("method_trace_count", MethodTraceCount);
        json.WriteNumber("method_connect_count", MethodConnectCount);
        json.WriteNumber("method_other_count", MethodOtherCount);
        json.WriteNumber("status_1XX_count", Status1XxCount);
        json.WriteNumber("status_2XX_count", Status2XxCount);
        json.WriteNumber("status_3XX_count", Status3XxCount);
        json.WriteNumber("status_4XX_count", Status4XxCount);
        json.WriteNumber("status_5XX_count", Status5XxCount);
        json.WriteNumber("status_other_count", StatusOtherCount);
    }
}
