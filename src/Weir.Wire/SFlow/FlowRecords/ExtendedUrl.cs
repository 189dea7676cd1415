using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The HTTP request a packet belongs to (deprecated in favour of http_request): flow record <c>extended_url</c> (sFlow v5, 0:1005).</summary>
/// <remarks>
/// <code>
/// direction(4) url&lt;&gt; host&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedUrl : IRecord<ExtendedUrl>
{
    /// <summary>Tag of the record: 0:1005.</summary>
    public const uint Tag = 1005;

    /// <summary>1 when the source is the server, 2 when the destination is.</summary>
    public uint Direction { get; init; }

    /// <summary>The request line's URL.</summary>
    public ReadOnlySpan<byte> Url { get; init; }

    /// <summary>Value of the Host header.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedUrl>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedUrl record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint direction) || !reader.TryReadOpaque(out ReadOnlySpan<byte> url)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> host))
        {
            return false;
        }

        record = new ExtendedUrl
        {
            Direction = direction,
            Url = url,
            Host = host,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Direction);
        writer.WriteOpaque(Url);
        writer.WriteOpaque(Host);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("direction", Direction);
        JsonFields.Text(json, "url", Url);
        JsonFields.Text(json, "host", Host);
    }
}
