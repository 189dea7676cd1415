using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The IPv4 socket from a proxy to its upstream server: flow record <c>extended_proxy_socket_ipv4</c> (sFlow v5, 0:2102).</summary>
/// <remarks>
/// <code>
/// socket(20)
/// </code>
/// </remarks>
public readonly record struct ExtendedProxySocketIp4 : IRecord<ExtendedProxySocketIp4>
{
    /// <summary>Tag of the record: 0:2102.</summary>
    public const uint Tag = 2102;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 20;

    /// <summary>The socket.</summary>
    public ExtendedSocketIp4 Socket { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedProxySocketIp4>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedProxySocketIp4 record)
    {
        bool read = ExtendedSocketIp4.TryRead(body, out ExtendedSocketIp4 nested);
        record = new ExtendedProxySocketIp4 { Socket = nested };
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
