using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of ICMP destination unreachable messages: what the quoted datagram could not reach (RFC 792, RFC 4443 section 3.1).</summary>
/// <remarks>
/// Of the four keys exactly one is defined for one message, the one its code says. The textual form of protocol and port is
/// ours: the decimal protocol number, and protocol and port joined as in <c>udp_161</c> (a number where the protocol has no name).
/// </remarks>
internal static class UnreachableKeys
{
    private const ulong Unreachable4 = 3;
    private const ulong Unreachable6 = 1;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        Add4(list, "icmpunreachablenet", KeyType.Ip4, 0, "Destination a network of which could not be reached (ICMP type 3 code 0).", TryGetDestination);
        Add4(list, "icmpunreachablehost", KeyType.Ip4, 1, "Host that could not be reached (ICMP type 3 code 1).", TryGetDestination);
        Add4(list, "icmpunreachableprotocol", KeyType.Number, 2, "Protocol number the host does not speak (ICMP type 3 code 2).", TryGetProtocol);
        Add4(list, "icmpunreachableport", KeyType.Text, 3, "Port nobody listens on, as udp_161 (ICMP type 3 code 3).", TryGetPort);
        Add6(list, "icmp6unreachablenet", KeyType.Ip6, 0, "Destination without a route (ICMPv6 type 1 code 0).", TryGetDestination);
        Add6(list, "icmp6unreachablehost", KeyType.Ip6, 3, "Address that could not be reached (ICMPv6 type 1 code 3).", TryGetDestination);
        Add6(list, "icmp6unreachableport", KeyType.Text, 4, "Port nobody listens on, as udp_161 (ICMPv6 type 1 code 4).", TryGetPort);
    }

    private static void Add4(KeyListBuilder list, string name, KeyType type, ulong code, string description, KeyListBuilder.LayerEvaluator quoted) =>
        list.Layer(name, type, LayerKind.Icmp4, description, OfCode(Unreachable4, code, quoted));

    private static void Add6(KeyListBuilder list, string name, KeyType type, ulong code, string description, KeyListBuilder.LayerEvaluator quoted) =>
        list.Layer(name, type, LayerKind.Icmp6, description, OfCode(Unreachable6, code, quoted), KeyStatus.Experimental);

    /// <summary>Reads from the quoted IP header of a message of one type and code.</summary>
    private static KeyListBuilder.LayerEvaluator OfCode(ulong type, ulong code, KeyListBuilder.LayerEvaluator quoted) =>
        (scoped ref SampleContext sample, int index, out KeyValue value) =>
        {
            Layer icmp = sample.Packet[index];
            value = default;
            return Icmp4Fields.Type.TryRead(sample.Header, icmp, out ulong actualType)
                && actualType == type
                && Icmp4Fields.Code.TryRead(sample.Header, icmp, out ulong actualCode)
                && actualCode == code
                && index + 1 < sample.Packet.Count
                && sample.Packet[index + 1].Kind is LayerKind.QuotedIp4 or LayerKind.QuotedIp6
                && quoted(ref sample, index + 1, out value);
        };

    private static bool TryGetDestination(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        PacketField field = IsIp4(ref sample, index) ? QuotedIp4Fields.Destination : QuotedIp6Fields.Destination;
        bool known = field.TryReadAddress(sample.Header, sample.Packet[index], out NetworkAddress address);
        value = known ? KeyValue.Address(address) : default;
        return known;
    }

    private static bool TryGetProtocol(scoped ref SampleContext sample, int index, out KeyValue value) =>
        FieldKey.TryReadField(in QuotedIp4Fields.Protocol, sample.Header, sample.Packet[index], out value);

    /// <summary>Original protocol and destination port; needs 4 bytes of the quoted transport header.</summary>
    private static bool TryGetPort(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        value = default;
        int transport = index + 1;
        while (transport < sample.Packet.Count && sample.Packet[transport].Kind == LayerKind.QuotedExtension)
        {
            transport++;
        }

        if (transport >= sample.Packet.Count || sample.Packet[transport].Kind != LayerKind.QuotedTransport)
        {
            return false;
        }

        Layer before = sample.Packet[transport - 1];
        PacketField protocolField = before.Kind switch
        {
            LayerKind.QuotedIp4 => QuotedIp4Fields.Protocol,
            LayerKind.QuotedIp6 => QuotedIp6Fields.NextHeader,
            _ => Ip6ExtensionFields.NextHeader,
        };
        if (!protocolField.TryRead(sample.Header, before, out ulong protocol)
            || !HasPorts((byte)protocol)
            || !QuotedTransportFields.DestinationPort.TryRead(sample.Header, sample.Packet[transport], out ulong port))
        {
            return false;
        }

        value = KeyValue.ProtocolPort((byte)protocol, (ushort)port);
        return true;
    }

    private static bool IsIp4(scoped ref SampleContext sample, int index) => sample.Packet[index].Kind == LayerKind.QuotedIp4;

    private static bool HasPorts(byte protocol) => protocol is 6 or 17 or 33 or 132 or 136;
}
