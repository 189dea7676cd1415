using System.Buffers.Binary;
using System.Globalization;

namespace Weir.Wire.Packets.Building;

/// <content>Headers of link layers (IEEE 802.3, IEEE 802.1Q, RFC 3032, RFC 2516).</content>
public sealed partial class PacketBuilder
{
    /// <summary>Appends an Ethernet header (IEEE 802.3).</summary>
    /// <param name="source">Twelve hexadecimal digits, with or without separators.</param>
    /// <param name="destination">Likewise.</param>
    /// <param name="type">EtherType; null to take it from the next header, or the 802.3 length when that is LLC.</param>
    public PacketBuilder Ethernet(string source = "00163E000001", string destination = "00163E000002", ushort? type = null)
    {
        Span<byte> header = Add(LayerKind.Ethernet, 14, type);
        ParseMac(destination).Write(header);
        ParseMac(source).Write(header[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[12..], type ?? 0);
        return this;
    }

    /// <summary>Appends a VLAN tag (IEEE 802.1Q).</summary>
    /// <param name="id">VLAN identifier.</param>
    /// <param name="priority">Priority code point.</param>
    /// <param name="tpid">EtherType that announces this tag in the header before: 0x8100, or 0x88a8 for a service tag.</param>
    /// <param name="type">EtherType of what follows; null to take it from the next header.</param>
    public PacketBuilder Vlan(int id, int priority = 0, ushort tpid = 0x8100, ushort? type = null)
    {
        Span<byte> header = Add(LayerKind.Vlan, 4, type);
        _parts[^1] = _parts[^1] with { EtherType = tpid };
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)((priority << 13) | id));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], type ?? 0);
        return this;
    }

    /// <summary>Appends an MPLS label (RFC 3032); the bottom bit is set when the next header is no label.</summary>
    public PacketBuilder Mpls(int label, int trafficClass = 0, int timeToLive = 64)
    {
        uint entry = ((uint)label << 12) | ((uint)trafficClass << 9) | 0x100 | (uint)timeToLive;
        BinaryPrimitives.WriteUInt32BigEndian(Add(LayerKind.Mpls, 4, null), entry);
        return this;
    }

    /// <summary>Appends an LLC header with SNAP (RFC 1042).</summary>
    public PacketBuilder Snap()
    {
        ReadOnlySpan<byte> fixedPart = [0xaa, 0xaa, 0x03, 0, 0, 0];
        fixedPart.CopyTo(Add(LayerKind.Llc, 8, null));
        return this;
    }

    /// <summary>Appends a PPPoE session header and the PPP protocol field behind it (RFC 2516).</summary>
    public PacketBuilder Pppoe(int sessionId)
    {
        Span<byte> header = Add(LayerKind.Pppoe, 6, null);
        header[0] = 0x11;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)sessionId);
        return Ppp();
    }

    /// <summary>Appends a PPP protocol field (RFC 1661).</summary>
    public PacketBuilder Ppp()
    {
        Add(LayerKind.Ppp, 2, null);
        return this;
    }

    /// <summary>Appends an ARP message for IPv4 over Ethernet (RFC 826).</summary>
    /// <param name="operation">1 request, 2 reply.</param>
    /// <param name="senderMac">Sender hardware address.</param>
    /// <param name="senderIp">Sender protocol address.</param>
    /// <param name="targetMac">Target hardware address.</param>
    /// <param name="targetIp">Target protocol address.</param>
    public PacketBuilder Arp(int operation, string senderMac, string senderIp, string targetMac, string targetIp)
    {
        Span<byte> message = Add(LayerKind.Arp, 28, null);
        ReadOnlySpan<byte> fixedPart = [0, 1, 8, 0, 6, 4];
        fixedPart.CopyTo(message);
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], (ushort)operation);
        ParseMac(senderMac).Write(message[8..]);
        ParseAddress(senderIp).Write(message[14..]);
        ParseMac(targetMac).Write(message[18..]);
        ParseAddress(targetIp).Write(message[24..]);
        return this;
    }

    private static MacAddress ParseMac(string text)
    {
        string digits = text.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return new MacAddress(ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }

    private static NetworkAddress ParseAddress(string text) =>
        NetworkAddress.TryParse(text, out NetworkAddress address) ? address : throw new FormatException($"'{text}' is no IP address");
}
