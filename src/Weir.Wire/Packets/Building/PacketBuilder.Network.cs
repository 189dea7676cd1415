using System.Buffers.Binary;

namespace Weir.Wire.Packets.Building;

/// <content>Headers of network layers (RFC 791, RFC 8200, RFC 792, RFC 4443).</content>
public sealed partial class PacketBuilder
{
    /// <summary>Appends an IPv4 header without options (RFC 791).</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="protocol">Protocol number; null to take it from the next header.</param>
    /// <param name="tos">Type of service byte: DSCP and ECN.</param>
    /// <param name="timeToLive">Hops left.</param>
    /// <param name="id">Identification.</param>
    /// <param name="fragment">Flags and fragment offset as on the wire: 0x4000 do not fragment, 0x2000 more fragments.</param>
    public PacketBuilder Ip4(string source, string destination, byte? protocol = null, int tos = 0, int timeToLive = 64, int id = 0, int fragment = 0)
    {
        Span<byte> header = Add(LayerKind.Ip4, 20, protocol);
        header[0] = 0x45;
        header[1] = (byte)tos;
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)fragment);
        header[8] = (byte)timeToLive;
        header[9] = protocol ?? 59;
        ParseAddress(source).Write(header[12..]);
        ParseAddress(destination).Write(header[16..]);
        return this;
    }

    /// <summary>Appends an IPv6 header (RFC 8200).</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="nextHeader">Next header; null to take it from the next header appended.</param>
    /// <param name="trafficClass">DSCP and ECN.</param>
    /// <param name="flowLabel">Flow label, 20 bits.</param>
    /// <param name="hopLimit">Hops left.</param>
    public PacketBuilder Ip6(string source, string destination, byte? nextHeader = null, int trafficClass = 0, int flowLabel = 0, int hopLimit = 64)
    {
        Span<byte> header = Add(LayerKind.Ip6, 40, nextHeader);
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x60000000 | ((uint)trafficClass << 20) | (uint)flowLabel);
        header[6] = nextHeader ?? 59;
        header[7] = (byte)hopLimit;
        ParseAddress(source).Write(header[8..]);
        ParseAddress(destination).Write(header[24..]);
        return this;
    }

    /// <summary>Appends an IPv6 extension header filled with zero bytes (RFC 8200 section 4).</summary>
    /// <param name="protocol">0 hop-by-hop, 43 routing, 60 destination options, 135 mobility.</param>
    /// <param name="extraWords">Length beyond the first 8 bytes, in units of 8 bytes.</param>
    public PacketBuilder Ip6Extension(byte protocol, int extraWords = 0)
    {
        Span<byte> header = Add(LayerKind.Ip6Extension, 8 + (8 * extraWords), null);
        _parts[^1] = _parts[^1] with { IpProtocol = protocol };
        header[0] = 59;
        header[1] = (byte)extraWords;
        if (protocol is 0 or 60)
        {
            // One PadN option fills it (RFC 8200 section 4.2).
            header[2] = 1;
            header[3] = (byte)(header.Length - 4);
        }

        return this;
    }

    /// <summary>Appends an IPv6 fragment header (RFC 8200 section 4.5).</summary>
    /// <param name="offset">Fragment offset in units of 8 bytes.</param>
    /// <param name="moreFragments">True for all but the last fragment.</param>
    /// <param name="id">Identification.</param>
    /// <param name="nextHeader">Protocol of the fragmented packet; null to take it from the next header appended.</param>
    public PacketBuilder Ip6Fragment(int offset, bool moreFragments, uint id, byte? nextHeader = null)
    {
        Span<byte> header = Add(LayerKind.Ip6Fragment, 8, nextHeader);
        header[0] = nextHeader ?? 59;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)((offset << 3) | (moreFragments ? 1 : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], id);
        return this;
    }

    /// <summary>Appends a segment routing header (RFC 8754).</summary>
    /// <param name="segmentsLeft">Index of the active segment.</param>
    /// <param name="segments">Segment list as on the wire: the last segment of the path first.</param>
    public PacketBuilder SegmentRouting(int segmentsLeft, params ReadOnlySpan<string> segments)
    {
        Span<byte> header = Add(LayerKind.SegmentRouting, 8 + (16 * segments.Length), null);
        header[0] = 59;
        header[1] = (byte)(segments.Length * 2);
        header[2] = 4;
        header[3] = (byte)segmentsLeft;
        header[4] = (byte)(segments.Length - 1);
        for (int i = 0; i < segments.Length; i++)
        {
            ParseAddress(segments[i]).Write(header[(8 + (16 * i))..]);
        }

        return this;
    }

    /// <summary>Appends an ICMP header (RFC 792).</summary>
    public PacketBuilder Icmp4(int type, int code, int id = 0, int sequence = 0) => Icmp(LayerKind.Icmp4, type, code, id, sequence);

    /// <summary>Appends an ICMPv6 header (RFC 4443).</summary>
    public PacketBuilder Icmp6(int type, int code, int id = 0, int sequence = 0) => Icmp(LayerKind.Icmp6, type, code, id, sequence);

    /// <summary>Appends an ICMP error and the datagram it quotes (RFC 792).</summary>
    /// <param name="type">3 unreachable, 11 time exceeded, and so on.</param>
    /// <param name="code">Code within the type.</param>
    /// <param name="datagram">The offending datagram from its IPv4 header on; quoted whole, so cut it to the length wanted.</param>
    public PacketBuilder Icmp4Error(int type, int code, ReadOnlySpan<byte> datagram) => Icmp(LayerKind.Icmp4, type, code, 0, 0).Payload(datagram);

    /// <summary>Appends an ICMPv6 error and the packet it quotes (RFC 4443 section 3).</summary>
    /// <param name="type">1 unreachable, 2 too big, 3 time exceeded, 4 parameter problem.</param>
    /// <param name="code">Code within the type.</param>
    /// <param name="packet">The offending packet from its IPv6 header on.</param>
    public PacketBuilder Icmp6Error(int type, int code, ReadOnlySpan<byte> packet) => Icmp(LayerKind.Icmp6, type, code, 0, 0).Payload(packet);

    private PacketBuilder Icmp(LayerKind kind, int type, int code, int id, int sequence)
    {
        Span<byte> header = Add(kind, 8, null);
        header[0] = (byte)type;
        header[1] = (byte)code;
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)sequence);
        return this;
    }
}
