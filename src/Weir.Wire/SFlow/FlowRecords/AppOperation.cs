using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>One operation of an application: flow record <c>app_operation</c> (sFlow v5, 0:2202).</summary>
/// <remarks>
/// <code>
/// context(application&lt;&gt; operation&lt;&gt; attributes&lt;&gt;) status_descr&lt;&gt; req_bytes(8)
/// resp_bytes(8) uS(4) status(4)
/// </code>
/// </remarks>
public readonly ref struct AppOperation : IRecord<AppOperation>
{
    /// <summary>Tag of the record: 0:2202.</summary>
    public const uint Tag = 2202;

    /// <summary>Application, operation and attributes.</summary>
    public OperationContext Context { get; init; }

    /// <summary>More about the status.</summary>
    public ReadOnlySpan<byte> StatusDescr { get; init; }

    /// <summary>Bytes of the request's body.</summary>
    public ulong ReqBytes { get; init; }

    /// <summary>Bytes of the response's body.</summary>
    public ulong RespBytes { get; init; }

    /// <summary>Microseconds the operation took.</summary>
    public uint DurationUs { get; init; }

    /// <summary>0 success to 10 unauthorized.</summary>
    public uint Status { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppOperation>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppOperation record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!OperationContext.TryRead(ref reader, out OperationContext context)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> statusDescr) || !reader.TryReadUInt64(out ulong reqBytes)
            || !reader.TryReadUInt64(out ulong respBytes) || !reader.TryReadUInt32(out uint durationUs)
            || !reader.TryReadUInt32(out uint status))
        {
            return false;
        }

        record = new AppOperation
        {
            Context = context,
            StatusDescr = statusDescr,
            ReqBytes = reqBytes,
            RespBytes = respBytes,
            DurationUs = durationUs,
            Status = status,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        Context.Write(ref writer);
        writer.WriteOpaque(StatusDescr);
        writer.WriteUInt64(ReqBytes);
        writer.WriteUInt64(RespBytes);
        writer.WriteUInt32(DurationUs);
        writer.WriteUInt32(Status);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Context(json, "context", Context);
        JsonFields.Text(json, "status_descr", StatusDescr);
        json.WriteNumber("req_bytes", ReqBytes);
        json.WriteNumber("resp_bytes", RespBytes);
        json.WriteNumber("uS", DurationUs);
        json.WriteNumber("status", Status);
    }
}
