using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The IPv4 socket of a sampled packet or transaction: flow record <c>extended_socket_ipv4</c> (sFlow v5, 0:2100).</summary>
/// <remarks>
/// <code>
/// protocol(4) local_ip(4) remote_ip(4) local_port(4) remote_port(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedSocketIp4 : IRecord<ExtendedSocketIp4>
{
    /// <summary>Tag of the record: 0:2100.</summary>
    public const uint Tag = 2100;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 20;

    /// <summary>IP protocol number.</summary>
    public uint Protocol { get; init; }

    /// <summary>Address of the host itself.</summary>
    public NetworkAddress LocalIp { get; init; }

    /// <summary>Address of the peer.</summary>
    public NetworkAddress RemoteIp { get; init; }

    /// <summary>Port on the host itself.</summary>
    public uint LocalPort { get; init; }

    /// <summary>Port of the peer.</summary>
    public uint RemotePort { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedSocketIp4>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedSocketIp4 record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedSocketIp4
        {
            Protocol = XdrField.UInt32(body, 0),
            LocalIp = XdrField.Ip4(body, 4),
            RemoteIp = XdrField.Ip4(body, 8),
            LocalPort = XdrField.UInt32(body, 12),
            RemotePort = XdrField.UInt32(body, 16),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Protocol);
        XdrField.WriteIp4(ref writer, LocalIp);
        XdrField.WriteIp4(ref writer, RemoteIp);
        writer.WriteUInt32(LocalPort);
        writer.WriteUInt32(RemotePort);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("protocol", Protocol);
        JsonFields.Address(json, "local_ip", LocalIp);
        JsonFields.Address(json, "remote_ip", RemoteIp);
        json.WriteNumber("local_port", LocalPort);
        json.WriteNumber("remote_port", RemotePort);
    }
}
