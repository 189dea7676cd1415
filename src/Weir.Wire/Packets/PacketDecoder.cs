using System.Buffers.Binary;
using Weir.Wire.Packets.Decoding;

namespace Weir.Wire.Packets;

/// <summary>Finds the protocol headers in a sampled header (sFlow v5, sampled_header), through tags and tunnels.</summary>
/// <remarks>
/// One step per header: each step notes where its header lies and says what comes next. A header cut short by the capture is
/// noted with the length that is there, and the walk ends. Every step but the last notes a header and there is room for
/// <see cref="PacketHeaders.MaxLayers"/>, so the walk ends whatever the bytes say. Never throws, never allocates.
/// </remarks>
public static class PacketDecoder
{
    private const int EthernetLength = 14;
    private const int Ip4Length = 20;

    /// <summary>Decodes a sampled header.</summary>
    /// <param name="header">The captured bytes; beyond 65535 they are not looked at.</param>
    /// <param name="protocol">What they begin with; bytes of a protocol not known here are left alone.</param>
    /// <param name="packet">Filled with the headers found; what it held before is forgotten.</param>
    public static void Decode(ReadOnlySpan<byte> header, HeaderProtocol protocol, ref PacketHeaders packet)
    {
        packet.Clear();
        PacketCursor cursor = new(header[..Math.Min(header.Length, ushort.MaxValue)], ref packet);
        LayerKind next = protocol == HeaderProtocol.Ethernet ? StartEthernet(ref cursor) : Start(protocol);
        while (next != LayerKind.None)
        {
            next = Step(next, ref cursor);
        }
    }

    private static LayerKind Start(HeaderProtocol protocol) => protocol switch
    {
        HeaderProtocol.Ppp or HeaderProtocol.Pos => LayerKind.Ppp,
        HeaderProtocol.Ip4 => LayerKind.Ip4,
        HeaderProtocol.Ip6 => LayerKind.Ip6,
        HeaderProtocol.Mpls => LayerKind.Mpls,
        _ => LayerKind.None,
    };

    /// <summary>Takes the two headers nearly every packet begins with in one go; everything else goes step by step.</summary>
    private static LayerKind StartEthernet(ref PacketCursor cursor)
    {
        ReadOnlySpan<byte> bytes = cursor.Bytes;
        if (bytes.Length < EthernetLength + Ip4Length
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) >> 8 != 0x080045
            || (BinaryPrimitives.ReadUInt16BigEndian(bytes[20..]) & 0x1fff) != 0)
        {
            return LayerKind.Ethernet;
        }

        cursor.Packet.StartEthernetIp4();
        cursor.Offset = EthernetLength + Ip4Length;
        cursor.CutAt(EthernetLength + Ip4Decoder.LengthOf(bytes, EthernetLength, Ip4Length));
        byte protocol = bytes[23];
        return protocol switch
        {
            6 => TcpDecoder.Step(ref cursor),
            17 => UdpDecoder.Step(ref cursor),
            _ => IpProtocols.Next(protocol),
        };
    }

    private static LayerKind Step(LayerKind kind, ref PacketCursor cursor) => kind switch
    {
        LayerKind.Ethernet => EthernetDecoder.Step(ref cursor),
        LayerKind.Llc => LlcDecoder.Step(ref cursor),
        LayerKind.Vlan => VlanDecoder.Step(ref cursor),
        LayerKind.Mpls => MplsDecoder.Step(ref cursor),
        LayerKind.Pppoe => PppDecoder.StepSession(ref cursor),
        LayerKind.Ppp => PppDecoder.Step(ref cursor),
        LayerKind.Ip4 => Ip4Decoder.Step(ref cursor),
        LayerKind.Ip6 => Ip6Decoder.Step(ref cursor),
        LayerKind.Ip6Extension or LayerKind.Ip6Fragment or LayerKind.SegmentRouting => Ip6ExtensionDecoder.Step(kind, ref cursor),
        LayerKind.Ah => Ip6ExtensionDecoder.StepAuthentication(ref cursor),
        LayerKind.Tcp => TcpDecoder.Step(ref cursor),
        LayerKind.Udp => UdpDecoder.Step(ref cursor),
        LayerKind.Icmp4 or LayerKind.Icmp6 => IcmpDecoder.Step(kind, ref cursor),
        LayerKind.Gre => GreDecoder.Step(ref cursor),
        LayerKind.Erspan => ErspanDecoder.Step(ref cursor),
        LayerKind.Vxlan => VxlanDecoder.Step(ref cursor),
        LayerKind.Geneve => GeneveDecoder.Step(ref cursor),
        LayerKind.Nsh => NshDecoder.Step(ref cursor),
        LayerKind.Gtp => GtpDecoder.Step(ref cursor),
        LayerKind.L2tp => L2tpDecoder.Step(ref cursor),
        LayerKind.InfiniBand => InfiniBandDecoder.Step(ref cursor),
        _ => LeafDecoder.Step(kind, ref cursor),
    };
}
