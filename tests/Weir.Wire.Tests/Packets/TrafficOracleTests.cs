using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Weir.Testing;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;
using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.Packets;

/// <summary>Real traffic of every kind, compared with what tshark finds in it. docs/wire/packet-oracles.md explains the differences.</summary>
public sealed class TrafficOracleTests
{
    /// <summary>Bytes sflowtool takes of a packet at the most.</summary>
    private const int LongestHeader = 128;

    private static readonly string[] Options =
    [
        "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE", "-o", "tcp.analyze_sequence_numbers:FALSE",
        "--disable-protocol", "teredo", "--disable-protocol", "lisp-data", "--disable-protocol", "ayiya",
    ];

    private static readonly (string Name, LayerKind Kind, PacketField Field)[] Numbers =
    [
        ("mpls.label", LayerKind.Mpls, MplsFields.Label),
        ("vxlan.vni", LayerKind.Vxlan, VxlanFields.Vni),
        ("geneve.vni", LayerKind.Geneve, GeneveFields.Vni),
        ("tcp.flags", LayerKind.Tcp, TcpFields.Flags),
        ("ip.ttl", LayerKind.Ip4, Ip4Fields.TimeToLive),
        ("icmp.type", LayerKind.Icmp4, Icmp4Fields.Type),
        ("icmpv6.type", LayerKind.Icmp6, Icmp6Fields.Type),
        ("ipv6.fraghdr.offset", LayerKind.Ip6Fragment, Ip6FragmentFields.Offset),
        ("ipv6.flow", LayerKind.Ip6, Ip6Fields.FlowLabel),
    ];

    public static TheoryData<string> Files => SharedFolder.TryFind(out string shared)
        ? [.. Directory.EnumerateFiles(Path.Combine(shared, "captures", "traffic"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(shared, "captures", "traffic"), path)).Order(StringComparer.Ordinal)]
        : [""];

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_Traffic_FindsWhatTsharkFinds(string file)
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        Assert.SkipUnless(Tshark.IsInstalled, Tshark.Missing);
        string path = Path.Combine(shared, "captures", "traffic", file);
        string[] fields = [.. Numbers.Select(number => number.Name), "eth.src", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "udp.dstport", "dns.qry.name", "vlan.id", "ieee8021ad.id"];
        IReadOnlyList<string[][]> rows = Tshark.ReadFields(path, Options, fields);
        StringBuilder differences = new();
        foreach (PacketRecord record in PacketFile.Read(path))
        {
            PacketHeaders packet = default;
            PacketDecoder.Decode(record.Bytes, record.Protocol, ref packet);
            string[][] ours = Describe(record.Bytes, ref packet);
            string[][] theirs = [.. rows[record.Number - 1], .. Enumerable.Repeat(Array.Empty<string>(), fields.Length)];
            theirs[fields.Length - 2] = [.. theirs[fields.Length - 1], .. theirs[fields.Length - 2]];
            bool quotes = packet.Has(LayerKind.QuotedTransport);
            for (int i = 0; i < fields.Length - 1; i++)
            {
                if (quotes && fields[i] is "tcp.flags" or "icmp.type" or "icmpv6.type" or "dns.qry.name")
                {
                    // tshark decodes the quoted datagram further than its first 8 bytes of transport header.
                    continue;
                }

                string expected = Normalize(fields[i], theirs[i]);
                string actual = string.Join(';', ours[i]);
                if (expected != actual && !KnownDifferences.Covers(file, fields[i]))
                {
                    differences.AppendLine(CultureInfo.InvariantCulture, $"{record.Number} {fields[i]}: tshark '{expected}' weir '{actual}'");
                }
            }
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static string[][] Describe(ReadOnlySpan<byte> bytes, ref PacketHeaders packet)
    {
        List<string[]> all = [];
        foreach ((_, LayerKind kind, PacketField field) in Numbers)
        {
            all.Add(Values(bytes, ref packet, field, kind, Quoted(kind)));
        }

        all.Add(Values(bytes, ref packet, EthernetFields.Source, LayerKind.Ethernet));
        all.Add(Values(bytes, ref packet, Ip4Fields.Source, LayerKind.Ip4, LayerKind.QuotedIp4));
        all.Add(Values(bytes, ref packet, Ip4Fields.Destination, LayerKind.Ip4, LayerKind.QuotedIp4));
        all.Add(Values(bytes, ref packet, Ip6Fields.Source, LayerKind.Ip6, LayerKind.QuotedIp6));
        all.Add(Values(bytes, ref packet, Ip6Fields.Destination, LayerKind.Ip6, LayerKind.QuotedIp6));
        all.Add([.. Values(bytes, ref packet, TcpFields.SourcePort, LayerKind.Tcp), .. QuotedPorts(bytes, ref packet, 6, QuotedTransportFields.SourcePort)]);
        all.Add([.. Values(bytes, ref packet, UdpFields.DestinationPort, LayerKind.Udp), .. QuotedPorts(bytes, ref packet, 17, QuotedTransportFields.DestinationPort)]);
        all.Add(QuestionNames(bytes, ref packet));
        all.Add(Values(bytes, ref packet, VlanFields.Id, LayerKind.Vlan));
        return [.. all];
    }

    [Fact]
    public void Decode_TrafficInSampledHeaders_FindsWhatTheWholePacketsHold()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        string captures = Path.Combine(shared, "captures");
        Dictionary<string, byte[]> packets = [];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(captures, "traffic"), "*", SearchOption.AllDirectories))
        {
            foreach (PacketRecord record in PacketFile.Read(file).Where(record => record.Protocol == HeaderProtocol.Ethernet))
            {
                packets[Beginning(record.Bytes)] = record.Bytes;
            }
        }

        List<byte[]> headers = SampledHeaders(Path.Combine(captures, "encoded", "traffic_by_sflowtool.pcap"));
        int compared = 0;
        foreach (byte[] header in headers)
        {
            PacketHeaders packet = default;
            PacketDecoder.Decode(header, HeaderProtocol.Ethernet, ref packet);
            if (packets.TryGetValue(Beginning(header), out byte[]? whole))
            {
                AssertPrefix(header, whole);
                compared++;
            }
        }

        Assert.InRange(compared, 2000, headers.Count);
    }

    private static string Beginning(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes[..Math.Min(bytes.Length, LongestHeader)]);

    /// <summary>Headers of a cut packet are those of the whole one, as far as they go.</summary>
    private static void AssertPrefix(ReadOnlySpan<byte> header, ReadOnlySpan<byte> bytes)
    {
        PacketHeaders cut = default;
        PacketHeaders whole = default;
        PacketDecoder.Decode(header, HeaderProtocol.Ethernet, ref cut);
        PacketDecoder.Decode(bytes, HeaderProtocol.Ethernet, ref whole);
        Assert.InRange(cut.Count, 0, whole.Count);
        for (int i = 0; i < cut.Count; i++)
        {
            Assert.Equal(whole[i] with { Length = cut[i].Length }, cut[i]);
        }
    }

    private static List<byte[]> SampledHeaders(string path)
    {
        List<byte[]> headers = [];
        foreach (PacketRecord record in PacketFile.Read(path))
        {
            PacketHeaders packet = default;
            PacketDecoder.Decode(record.Bytes, record.Protocol, ref packet);
            Assert.True(packet.TryFind(LayerKind.Udp, 0, out Layer udp));
            Assert.True(Datagram.TryRead(record.Bytes.AsSpan(udp.Offset + 8), out Datagram datagram, out _));
            SampleReader samples = datagram.Samples;
            while (samples.TryRead(out Sample sample))
            {
                Assert.True(FlowSample.TryRead(in sample, out FlowSample flow));
                RecordReader records = flow.Records;
                Assert.True(records.TryRead(out Wire.SFlow.Record header));
                headers.Add(header.Body[16..(16 + BinaryPrimitives.ReadInt32BigEndian(header.Body[12..]))].ToArray());
            }
        }

        return headers;
    }

    private static LayerKind Quoted(LayerKind kind) => kind switch
    {
        LayerKind.Ip4 => LayerKind.QuotedIp4,
        LayerKind.Ip6 => LayerKind.QuotedIp6,
        _ => kind,
    };

    private static string[] Values(ReadOnlySpan<byte> bytes, ref PacketHeaders packet, PacketField field, params ReadOnlySpan<LayerKind> kinds)
    {
        List<string> values = [];
        for (int i = 0; i < packet.Count; i++)
        {
            if (!kinds.Contains(packet[i].Kind))
            {
                continue;
            }

            if (field.TryReadAddress(bytes, packet[i], out NetworkAddress address))
            {
                values.Add(address.ToString());
            }
            else if (field.TryRead(bytes, packet[i], out ulong value))
            {
                values.Add(value.ToString(CultureInfo.InvariantCulture));
            }
        }

        return [.. values];
    }

    private static string[] QuotedPorts(ReadOnlySpan<byte> bytes, ref PacketHeaders packet, ulong protocol, PacketField port)
    {
        bool ip4 = QuotedIp4Fields.Protocol.TryRead(bytes, in packet, 0, out ulong quoted);
        bool quotes = ip4 || QuotedIp6Fields.NextHeader.TryRead(bytes, in packet, 0, out quoted);
        return quotes && quoted == protocol ? Values(bytes, ref packet, port, LayerKind.QuotedTransport) : [];
    }

    private static string[] QuestionNames(ReadOnlySpan<byte> bytes, ref PacketHeaders packet)
    {
        Span<byte> name = stackalloc byte[1020];
        return packet.TryFind(LayerKind.Dns, 0, out Layer dns)
            && DnsQuestion.TryFind(bytes, dns, out DnsQuestion question)
            && DnsNames.TryFormat(bytes[dns.Offset..], question.NameOffset, name, out int written, out _)
            ? [Encoding.ASCII.GetString(name[..written])]
            : [];
    }

    /// <summary>Brings tshark's text into the form of ours.</summary>
    private static string Normalize(string field, string[] values) => field switch
    {
        "eth.src" => string.Join(';', values.Select(value => Convert.ToUInt64(value.Replace(":", "", StringComparison.Ordinal), 16))),
        "tcp.flags" or "ipv6.flow" or "geneve.vni" => string.Join(';', values.Select(value => Convert.ToUInt64(value, 16))),
        "dns.qry.name" => string.Join(';', values.Take(1).Select(value => (value == "<Root>" ? "" : value.ToLowerInvariant()) + ".")),
        _ => string.Join(';', values),
    };
}
