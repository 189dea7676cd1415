using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of TCP, UDP, ICMP, SCTP, DNS and NTP.</summary>
internal static class TransportKeys
{
    private const byte TcpNumber = 6;
    private const byte UdpNumber = 17;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        AddTcp(list);
        AddUdp(list);
        AddIcmp(list);
        AddDns(list);
        list.Field("sctpsourceport", SctpFields.SourcePort, "SCTP source port.", KeyStatus.Experimental);
        list.Field("sctpdestinationport", SctpFields.DestinationPort, "SCTP destination port.", KeyStatus.Experimental);
        list.Field("ntpmode", NtpFields.Mode, "NTP mode: 3 client, 4 server, 6 control, 7 private.", KeyStatus.Experimental);
        list.Field("igmptype", IgmpFields.Type, "IGMP message type.", KeyStatus.Experimental);
    }

    private static void AddTcp(KeyListBuilder list)
    {
        list.Field("tcpsourceport", TcpFields.SourcePort, "TCP source port.", fallbacks: Ports(TcpNumber, 16, 40));
        list.Field("tcpdestinationport", TcpFields.DestinationPort, "TCP destination port.", fallbacks: Ports(TcpNumber, 20, 44));
        list.Field("tcpflags", TcpFields.Flags, "NS CWR ECE URG ACK PSH RST SYN FIN, as 9 binary digits.", fallbacks: Ports(TcpNumber, 24, 48));
        list.Field("tcpseqno", TcpFields.SequenceNumber, "TCP sequence number.", KeyStatus.Experimental);
        list.Field("tcpackno", TcpFields.AcknowledgmentNumber, "TCP acknowledgment number.", KeyStatus.Experimental);
        list.Field("tcpwindow", TcpFields.Window, "TCP window, unscaled.", KeyStatus.Experimental);
        list.Field("tcpurgent", TcpFields.UrgentPointer, "TCP urgent pointer.", KeyStatus.Experimental);
        list.Layer("tcp_offset", KeyType.Number, LayerKind.Tcp, "Where the TCP header begins in the packet, in bytes.", NetworkKeys.TryGetOffset, KeyStatus.Experimental);
    }

    private static void AddUdp(KeyListBuilder list)
    {
        list.Field("udpsourceport", UdpFields.SourcePort, "UDP source port.", fallbacks: Ports(UdpNumber, 16, 40));
        list.Field("udpdestinationport", UdpFields.DestinationPort, "UDP destination port.", fallbacks: Ports(UdpNumber, 20, 44));
        list.Field("udpbytes", UdpFields.Length, "UDP length, header included, in bytes.", KeyStatus.Experimental);
        list.Layer("udp_offset", KeyType.Number, LayerKind.Udp, "Where the UDP header begins in the packet, in bytes.", NetworkKeys.TryGetOffset, KeyStatus.Experimental);
    }

    private static void AddIcmp(KeyListBuilder list)
    {
        list.Field("icmptype", Icmp4Fields.Type, "ICMP message type.");
        list.Field("icmpcode", Icmp4Fields.Code, "ICMP code.");
        list.Layer("icmpseqno", KeyType.Number, LayerKind.Icmp4, "Sequence number of ICMP echo and timestamp messages.", TryGetSequence4);
        list.Layer("icmpid", KeyType.Number, LayerKind.Icmp4, "Identifier of ICMP echo and timestamp messages.", TryGetId4, KeyStatus.Experimental);
        list.Field("icmpchecksum", Icmp4Fields.Checksum, "ICMP checksum.", KeyStatus.Experimental);
        list.Field("icmp6type", Icmp6Fields.Type, "ICMPv6 message type.");
        list.Field("icmp6code", Icmp6Fields.Code, "ICMPv6 code.", KeyStatus.Experimental);
        list.Layer("icmp6seqno", KeyType.Number, LayerKind.Icmp6, "Sequence number of ICMPv6 echo messages.", TryGetSequence6, KeyStatus.Experimental);
        list.Layer("icmp6id", KeyType.Number, LayerKind.Icmp6, "Identifier of ICMPv6 echo messages.", TryGetId6, KeyStatus.Experimental);
    }

    private static void AddDns(KeyListBuilder list)
    {
        list.Field("dnsqr", DnsFields.Response, "False in a DNS query, true in a response.");
        list.Layer("dnsqname", KeyType.Text, LayerKind.Dns, "Name of the first DNS question: lower case, with a final dot.", TryGetQuestionName);
        list.Layer("dnsqtypename", KeyType.Text, LayerKind.Dns, "Type of the first DNS question by name, for example AAAA.", TryGetQuestionTypeName);
        list.Layer("dnsqtype", KeyType.Number, LayerKind.Dns, "Type of the first DNS question.", TryGetQuestionType, KeyStatus.Experimental);
        list.Layer("dnsqclass", KeyType.Number, LayerKind.Dns, "Class of the first DNS question: 1 Internet.", TryGetQuestionClass, KeyStatus.Experimental);
        list.Field("dnsid", DnsFields.Id, "DNS identifier.", KeyStatus.Experimental);
        list.Field("dnsopcode", DnsFields.Opcode, "DNS operation code.", KeyStatus.Experimental);
        list.Field("dnsrcode", DnsFields.ResponseCode, "DNS response code: 0 no error, 3 no such name.", KeyStatus.Experimental);
        list.Field("dnsqdcount", DnsFields.QuestionCount, "Number of DNS questions.", KeyStatus.Experimental);
        list.Field("dnsancount", DnsFields.AnswerCount, "Number of DNS answers.", KeyStatus.Experimental);
    }

    private static RecordField[] Ports(byte protocol, int offset4, int offset6) =>
        [new RecordField(RecordField.Ip4, offset4, protocol), new RecordField(RecordField.Ip6, offset6, protocol)];

    private static bool TryGetSequence4(scoped ref SampleContext sample, int index, out KeyValue value) =>
        TryGetEcho(ref sample, index, in Icmp4Fields.SequenceNumber, out value);

    private static bool TryGetId4(scoped ref SampleContext sample, int index, out KeyValue value) =>
        TryGetEcho(ref sample, index, in Icmp4Fields.Id, out value);

    private static bool TryGetSequence6(scoped ref SampleContext sample, int index, out KeyValue value) =>
        TryGetEcho(ref sample, index, in Icmp6Fields.SequenceNumber, out value);

    private static bool TryGetId6(scoped ref SampleContext sample, int index, out KeyValue value) =>
        TryGetEcho(ref sample, index, in Icmp6Fields.Id, out value);

    /// <summary>Reads a field that only query messages have: in errors the same bytes are something else.</summary>
    private static bool TryGetEcho(scoped ref SampleContext sample, int index, in PacketField field, out KeyValue value)
    {
        value = default;
        Layer layer = sample.Packet[index];
        return Icmp4Fields.Type.TryRead(sample.Header, layer, out ulong type)
            && (field.Kind == LayerKind.Icmp4 ? type is 0 or 8 or (>= 13 and <= 18) : type is 128 or 129)
            && FieldKey.TryReadField(in field, sample.Header, layer, out value);
    }

    private static bool TryGetQuestionName(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool found = DnsQuestion.TryFind(sample.Header, sample.Packet[index], out DnsQuestion question);
        Layer layer = sample.Packet[index];
        value = found ? KeyValue.InSample(KeyForm.DnsName, question.NameOffset, layer.Offset) : default;
        return found;
    }

    private static bool TryGetQuestionTypeName(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool found = DnsQuestion.TryFind(sample.Header, sample.Packet[index], out DnsQuestion question) && question.HasType;
        string? name = found ? DnsTypeNames.Of(question.Type) : null;
        value = name is null ? KeyValue.Number(question.Type) : KeyValue.OfText(name);
        return found;
    }

    private static bool TryGetQuestionType(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool found = DnsQuestion.TryFind(sample.Header, sample.Packet[index], out DnsQuestion question) && question.HasType;
        value = KeyValue.Number(question.Type);
        return found;
    }

    private static bool TryGetQuestionClass(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool found = DnsQuestion.TryFind(sample.Header, sample.Packet[index], out DnsQuestion question) && question.HasClass;
        value = KeyValue.Number(question.Class);
        return found;
    }
}
