using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The request a proxy sent on: flow record <c>extended_proxy_request</c> (sFlow v5, 0:2207).</summary>
/// <remarks>
/// <code>
/// uri&lt;&gt; host&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedProxyRequest : IRecord<ExtendedProxyRequest>
{
    /// <summary>Tag of the record: 0:2207.</summary>
    public const uint Tag = 2207;

    /// <summary>URI sent to the upstream server.</summary>
    public ReadOnlySpan<byte> Uri { get; init; }

    /// <summary>Host sent to the upstream server.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedProxyRequest>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedProxyRequest record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> uri) || !reader.TryReadOpaque(out ReadOnlySpan<byte> host))
        {
            return false;
        }

        record = new ExtendedProxyRequest
        {
            Uri = uri,
            Host = host,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Uri);
        writer.WriteOpaque(Host);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "uri", Uri);
        JsonFields.Text(json, "host", Host);
    }
}
