using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Operations of an application by result: counter record <c>app_operations</c> (sFlow v5, 0:2202).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// application&lt;&gt; success(4) other(4) timeout(4) internal_error(4) bad_request(4) forbidden(4) too_large(4)
/// not_implemented(4) not_found(4) unavailable(4) unauthorized(4)
/// </code>
/// </remarks>
public readonly ref struct AppOperations : IRecord<AppOperations>
{
    /// <summary>Tag of the record: 0:2202.</summary>
    public const uint Tag = 2202;

    /// <summary>Name of the application.</summary>
    public ReadOnlySpan<byte> Application { get; init; }

    /// <summary>Operations that ended in success.</summary>
    public uint Success { get; init; }

    /// <summary>Operations that ended in another way.</summary>
    public uint Other { get; init; }

    /// <summary>Operations that ended in a time-out.</summary>
    public uint Timeout { get; init; }

    /// <summary>Operations that ended in "internal error".</summary>
    public uint InternalError { get; init; }

    /// <summary>Operations that ended in "bad request".</summary>
    public uint BadRequest { get; init; }

    /// <summary>Operations that ended in "forbidden".</summary>
    public uint Forbidden { get; init; }

    /// <summary>Operations that ended in "too large".</summary>
    public uint TooLarge { get; init; }

    /// <summary>Operations that ended in "not implemented".</summary>
    public uint NotImplemented { get; init; }

    /// <summary>Operations that ended in "not found".</summary>
    public uint NotFound { get; init; }

    /// <summary>Operations that ended in "unavailable".</summary>
    public uint Unavailable { get; init; }

    /// <summary>Operations that ended in "unauthorized".</summary>
    public uint Unauthorized { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppOperations>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppOperations record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> application) || !reader.TryReadUInt32(out uint success)
            || !reader.TryReadUInt32(out uint other) || !reader.TryReadUInt32(out uint timeout)
            || !reader.TryReadUInt32(out uint internalError) || !reader.TryReadUInt32(out uint badRequest)
            || !reader.TryReadUInt32(out uint forbidden) || !reader.TryReadUInt32(out uint tooLarge)
            || !reader.TryReadUInt32(out uint notImplemented) || !reader.TryReadUInt32(out uint notFound)
            || !reader.TryReadUInt32(out uint unavailable) || !reader.TryReadUInt32(out uint unauthorized))
        {
            return false;
        }

        record = new AppOperations
        {
            Application = application,
            Success = success,
            Other = other,
            Timeout = timeout,
            InternalError = internalError,
            BadRequest = badRequest,
            Forbidden = forbidden,
            TooLarge = tooLarge,
            NotImplemented = notImplemented,
            NotFound = notFound,
            Unavailable = unavailable,
            Unauthorized = unauthorized,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Application);
        writer.WriteUInt32(Success);
        writer.WriteUInt32(Other);
        writer.WriteUInt32(Timeout);
        writer.WriteUInt32(InternalError);
        writer.WriteUInt32(BadRequest);
        writer.WriteUInt32(Forbidden);
        writer.WriteUInt32(TooLarge);
        writer.WriteUInt32(NotImplemented);
        writer.WriteUInt32(NotFound);
        writer.WriteUInt32(Unavailable);
        writer.WriteUInt32(Unauthorized);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "application", Application);
        json.WriteNumber("success", Success);
        json.WriteNumber("other", Other);
        json.WriteNumber("timeout", Timeout);
        json.WriteNumber("internal_error", InternalError);
        json.WriteNumber("bad_request", BadRequest);
        json.WriteNumber("forbidden", Forbidden);
        json.WriteNumber("too_large", TooLarge);
        json.WriteNumber("not_implemented", NotImplemented);
        json.WriteNumber("not_found", NotFound);
        json.WriteNumber("unavailable", Unavailable);
        json.WriteNumber("unauthorized", Unauthorized);
    }
}
