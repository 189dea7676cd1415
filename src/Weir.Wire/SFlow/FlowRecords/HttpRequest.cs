using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>One HTTP request: flow record <c>http_request</c> (sFlow v5, 0:2206).</summary>
/// <remarks>
/// <code>
/// method(4) protocol(4) uri&lt;&gt; host&lt;&gt; referer&lt;&gt; useragent&lt;&gt; xff&lt;&gt; authuser&lt;&gt;
/// mime_type&lt;&gt; req_bytes(8) resp_bytes(8) uS(4) status(4)
/// </code>
/// </remarks>
public readonly ref struct HttpRequest : IRecord<HttpRequest>
{
    /// <summary>Tag of the record: 0:2206.</summary>
    public const uint Tag = 2206;

    /// <summary>HTTP method: 1 options to 8 connect, 0 other.</summary>
    public uint Method { get; init; }

    /// <summary>HTTP version: major times 1000 plus minor, 1001 is HTTP/1.1.</summary>
    public uint Protocol { get; init; }

    /// <summary>URI as the client sent it.</summary>
    public ReadOnlySpan<byte> Uri { get; init; }

    /// <summary>Value of the Host header.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    /// <summary>Value of the Referer header.</summary>
    public ReadOnlySpan<byte> Referer { get; init; }

    /// <summary>Value of the User-Agent header.</summary>
    public ReadOnlySpan<byte> Useragent { get; init; }

    /// <summary>Value of the X-Forwarded-For header.</summary>
    public ReadOnlySpan<byte> Xff { get; init; }

    /// <summary>Authenticated user (RFC 1413).</summary>
    public ReadOnlySpan<byte> Authuser { get; init; }

    /// <summary>MIME type of the response.</summary>
    public ReadOnlySpan<byte> MimeType { get; init; }

    /// <summary>Content length of the request.</summary>
    public ulong ReqBytes { get; init; }

    /// <summary>Content length of the response.</summary>
    public ulong RespBytes { get; init; }

    /// <summary>Microseconds the request took.</summary>
    public uint DurationUs { get; init; }

    /// <summary>HTTP status.</summary>
    public int Status { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HttpRequest>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HttpRequest record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint method) || !reader.TryReadUInt32(out uint protocol)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> uri) || !reader.TryReadOpaque(out ReadOnlySpan<byte> host)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> referer) || !reader.TryReadOpaque(out ReadOnlySpan<byte> useragent)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> xff) || !reader.TryReadOpaque(out ReadOnlySpan<byte> authuser)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> mimeType) || !reader.TryReadUInt64(out ulong reqBytes)
            || !reader.TryReadUInt64(out ulong respBytes) || !reader.TryReadUInt32(out uint durationUs)
            || !reader.TryReadInt32(out int status))
        {
            return false;
        }

        record = new HttpRequest
        {
            Method = method,
            Protocol = protocol,
            Uri = uri,
            Host = host,
            Referer = referer,
            Useragent = useragent,
            Xff = xff,
            Authuser = authuser,
            MimeType = mimeType,
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
        writer.WriteUInt32(Method);
        writer.WriteUInt32(Protocol);
        writer.WriteOpaque(Uri);
        writer.WriteOpaque(Host);
        writer.WriteOpaque(Referer);
        writer.WriteOpaque(Useragent);
        writer.WriteOpaque(Xff);
        writer.WriteOpaque(Authuser);
        writer.WriteOpaque(MimeType);
        writer.WriteUInt64(ReqBytes);
        writer.WriteUInt64(RespBytes);
        writer.WriteUInt32(DurationUs);
        writer.WriteInt32(Status);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("method", Method);
        json.WriteNumber("protocol", Protocol);
        JsonFields.Text(json, "uri", Uri);
        JsonFields.Text(json, "host", Host);
        JsonFields.Text(json, "referer", Referer);
        JsonFields.Text(json, "useragent", Useragent);
        JsonFields.Text(json, "xff", Xff);
        JsonFields.Text(json, "authuser", Authuser);
        JsonFields.Text(json, "mime_type", MimeType);
        json.WriteNumber("req_bytes", ReqBytes);
        json.WriteNumber("resp_bytes", RespBytes);
        json.WriteNumber("uS", DurationUs);
        json.WriteNumber("status", Status);
    }
}
