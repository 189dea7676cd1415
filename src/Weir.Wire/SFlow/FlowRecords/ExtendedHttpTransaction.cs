using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>An HTTP request (early host draft): flow record <c>extended_http_transaction</c> (sFlow v5, 0:2003).</summary>
/// <remarks>
/// <code>
/// url&lt;&gt; host&lt;&gt; referer&lt;&gt; useragent&lt;&gt; user&lt;&gt; status(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedHttpTransaction : IRecord<ExtendedHttpTransaction>
{
    /// <summary>Tag of the record: 0:2003.</summary>
    public const uint Tag = 2003;

    /// <summary>The request line's URL.</summary>
    public ReadOnlySpan<byte> Url { get; init; }

    /// <summary>Value of the Host header.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    /// <summary>Value of the Referer header.</summary>
    public ReadOnlySpan<byte> Referer { get; init; }

    /// <summary>Value of the User-Agent header.</summary>
    public ReadOnlySpan<byte> Useragent { get; init; }

    /// <summary>Authenticated user.</summary>
    public ReadOnlySpan<byte> User { get; init; }

    /// <summary>HTTP status.</summary>
    public uint Status { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedHttpTransaction>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedHttpTransaction record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> url) || !reader.TryReadOpaque(out ReadOnlySpan<byte> host)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> referer) || !reader.TryReadOpaque(out ReadOnlySpan<byte> useragent)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> user) || !reader.TryReadUInt32(out uint status))
        {
            return false;
        }

        record = new ExtendedHttpTransaction
        {
            Url = url,
            Host = host,
            Referer = referer,
            Useragent = useragent,
            User = user,
            Status = status,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Url);
        writer.WriteOpaque(Host);
        writer.WriteOpaque(Referer);
        writer.WriteOpaque(Useragent);
        writer.WriteOpaque(User);
        writer.WriteUInt32(Status);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "url", Url);
        JsonFields.Text(json, "host", Host);
        JsonFields.Text(json, "referer", Referer);
        JsonFields.Text(json, "useragent", Useragent);
        JsonFields.Text(json, "user", User);
        json.WriteNumber("status", Status);
    }
}
