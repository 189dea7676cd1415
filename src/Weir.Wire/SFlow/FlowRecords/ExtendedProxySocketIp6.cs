using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The IPv6 socket from a proxy to its upstream server: flow record <c>extended_proxy_socket_ipv6</c> (sFlow v5, 0:2103).</summary>
/// <remarks>
/// <code>
/// socket(44)
/// </code>
/// </remarks>
public readonly record struct ExtendedProxySocketIp6 : IRecord<ExtendedProxySocketIp6>
{
    /// <summary>Tag of the record: 0:2103.</summary>
    public const uint Tag = 2103;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 44;

    /// <summary>The socket.</summary>
    public ExtendedSocketIp6 Socket { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedProxySocketIp6>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedProxySocketIp6 record)
    {
        bool read = ExtendedSocketIp6.TryRead(body, out ExtendedSocketIp6 nested);
        record = new ExtendedProxySocketIp6 { Socket = nested };
        return read;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        Socket.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartObject("socket");
        Socket.WriteFields(json);
        json.WriteEndObject();
    }
}
