using Weir.Wire;
using Weir.Wire.Packets;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of the sockets transactions ran over (sFlow Host Structures, extended_socket 0:2100 to extended_proxy_socket 0:2103).</summary>
/// <remarks>
/// <code>
/// protocol(4) local_ip(4 or 16) remote_ip(4 or 16) local_port(4) remote_port(4)
/// </code>
/// On a proxied connection the agent is the client: its remote end is the server behind the proxy.
/// </remarks>
internal static class SocketKeys
{
    private const uint Socket4 = 2100;
    private const uint Socket6 = 2101;
    private const uint Proxy4 = 2102;
    private const uint Proxy6 = 2103;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        AddNumber(list, "protocol", Socket4, Socket6, SocketPart.Protocol, "IP protocol of the connection.");
        AddAddress(list, "serveraddress", Socket4, local: true, "IPv4 address of the server.");
        AddAddress(list, "serveraddress6", Socket6, local: true, "IPv6 address of the server.");
        AddNumber(list, "serverport", Socket4, Socket6, SocketPart.LocalPort, "Port of the server.");
        AddAddress(list, "clientaddress", Socket4, local: false, "IPv4 address of the client.");
        AddAddress(list, "clientaddress6", Socket6, local: false, "IPv6 address of the client.");
        AddNumber(list, "clientport", Socket4, Socket6, SocketPart.RemotePort, "Port of the client.");
        AddNumber(list, "proxyprotocol", Proxy4, Proxy6, SocketPart.Protocol, "IP protocol of the proxied connection.");
        AddAddress(list, "proxyserveraddress", Proxy4, local: false, "IPv4 address of the server behind the proxy.");
        AddAddress(list, "proxyserveraddress6", Proxy6, local: false, "IPv6 address of the server behind the proxy.");
        AddNumber(list, "proxyserverport", Proxy4, Proxy6, SocketPart.RemotePort, "Port of the server behind the proxy.");
        AddAddress(list, "proxyclientaddress", Proxy4, local: true, "IPv4 address of the proxy towards the server.");
        AddAddress(list, "proxyclientaddress6", Proxy6, local: true, "IPv6 address of the proxy towards the server.");
        AddNumber(list, "proxyclientport", Proxy4, Proxy6, SocketPart.LocalPort, "Port of the proxy towards the server.");
    }

    private static void AddAddress(KeyListBuilder list, string name, uint tag, bool local, string description)
    {
        bool v6 = tag is Socket6 or Proxy6;
        int size = v6 ? 16 : 4;
        int offset = local ? 4 : 4 + size;
        list.Record(
            name,
            v6 ? KeyType.Ip6 : KeyType.Ip4,
            tag,
            description,
            (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) =>
            {
                ReadOnlySpan<byte> body = sample.BodyOf(record);
                bool known = body.Length >= offset + size;
                value = !known ? default : KeyValue.Address(v6 ? NetworkAddress.ReadV6(body[offset..]) : NetworkAddress.ReadV4(body[offset..]));
                return known;
            });
    }

    private static void AddNumber(KeyListBuilder list, string name, uint tag4, uint tag6, SocketPart part, string description)
    {
        int offset4 = part switch { SocketPart.LocalPort => 12, SocketPart.RemotePort => 16, _ => 0 };
        int offset6 = part switch { SocketPart.LocalPort => 36, SocketPart.RemotePort => 40, _ => 0 };
        list.Add(
            name,
            KeyType.Number,
            new KeyOrigin(LayerKind.None, tag4, tag6),
            description,
            (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
            {
                value = default;
                return sample.TryFindRecord(tag4, out RecordPosition record)
                    ? KeyListBuilder.TryReadWord(ref sample, record, offset4, out value)
                    : sample.TryFindRecord(tag6, out record) && KeyListBuilder.TryReadWord(ref sample, record, offset6, out value);
            });
    }

    private enum SocketPart
    {
        Protocol,
        LocalPort,
        RemotePort,
    }
}
