using System.Buffers.Binary;

namespace Weir.Wire.Packets.Building;

/// <content>Headers of tunnels (RFC 7348, RFC 8926, RFC 2784, RFC 8300) and RoCEv2.</content>
public sealed partial class PacketBuilder
{
    /// <summary>Appends a VXLAN header (RFC 7348); a UDP header to port 4789 comes before it.</summary>
    public PacketBuilder Vxlan(int vni)
    {
        Span<byte> header = Add(LayerKind.Vxlan, 8, null);
        header[0] = 0x08;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)vni << 8);
        return this;
    }

    /// <summary>Appends a VXLAN-GPE header (draft-ietf-nvo3-vxlan-gpe); a UDP header to port 4790 comes before it.</summary>
    public PacketBuilder VxlanGpe(int vni)
    {
        Vxlan(vni);
        _bytes[_length - 8] = 0x0c;
        return this;
    }

    /// <summary>Appends a Geneve header (RFC 8926); a UDP header to port 6081 comes before it.</summary>
    /// <param name="vni">Virtual network identifier.</param>
    /// <param name="optionWords">Length of one option's data in 4-byte words; negative for no option.</param>
    public PacketBuilder Geneve(int vni, int optionWords = -1)
    {
        int options = optionWords < 0 ? 0 : 4 + (4 * optionWords);
        Span<byte> header = Add(LayerKind.Geneve, 8 + options, null);
        header[0] = (byte)(options / 4);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)vni << 8);
        if (options > 0)
        {
            header[8] = 0x01;
            header[9] = 0x02;
            header[11] = (byte)optionWords;
        }

        return this;
    }

    /// <summary>Appends a GRE header of version 0 (RFC 2784, RFC 2890).</summary>
    /// <param name="key">Key; null for none.</param>
    /// <param name="sequence">Sequence number; null for none.</param>
    /// <param name="checksum">True for a checksum.</param>
    /// <param name="protocol">EtherType of the payload; null to take it from the next header.</param>
    public PacketBuilder Gre(uint? key = null, uint? sequence = null, bool checksum = false, ushort? protocol = null)
    {
        int length = 4 + (checksum ? 4 : 0) + (key.HasValue ? 4 : 0) + (sequence.HasValue ? 4 : 0);
        Span<byte> header = Add(LayerKind.Gre, length, protocol);
        header[0] = (byte)((checksum ? 0x80 : 0) | (key.HasValue ? 0x20 : 0) | (sequence.HasValue ? 0x10 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], protocol ?? 0);
        Span<byte> rest = header[(checksum ? 8 : 4)..];
        if (key is uint keyValue)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, keyValue);
            rest = rest[4..];
        }

        if (sequence is uint sequenceValue)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, sequenceValue);
        }

        return this;
    }

    /// <summary>Appends a GTP-U header for user data (3GPP TS 29.281); a UDP header to port 2152 comes before it.</summary>
    /// <param name="teid">Tunnel endpoint identifier.</param>
    /// <param name="extension">True for one extension header of 4 bytes (PDU session container).</param>
    public PacketBuilder Gtp(uint teid, bool extension = false)
    {
        Span<byte> header = Add(LayerKind.Gtp, extension ? 16 : 8, null);
        header[0] = (byte)(extension ? 0x34 : 0x30);
        header[1] = 255;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], teid);
        if (extension)
        {
            header[11] = 0x85;
            header[12] = 1;
        }

        return this;
    }

    /// <summary>Appends a Network Service Header of metadata type 1 (RFC 8300).</summary>
    public PacketBuilder Nsh(int servicePath, int serviceIndex = 255)
    {
        Span<byte> header = Add(LayerKind.Nsh, 24, null);
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x0fc60100);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], ((uint)servicePath << 8) | (uint)serviceIndex);
        return this;
    }

    /// <summary>Appends an ERSPAN type II header (draft-foschiano-erspan); a GRE header with a sequence number comes before it.</summary>
    public PacketBuilder Erspan(int session, int vlan = 0)
    {
        Span<byte> header = Add(LayerKind.Erspan, 8, null);
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)(0x1000 | vlan));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)session);
        return this;
    }

    /// <summary>Appends a pseudowire control word (RFC 4385); an MPLS label comes before it.</summary>
    public PacketBuilder ControlWord(int sequence = 0)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Add(LayerKind.ControlWord, 4, null), (uint)sequence);
        return this;
    }

    /// <summary>Appends an InfiniBand base transport header (RoCEv2); a UDP header to port 4791 comes before it.</summary>
    /// <param name="opcode">Transport in the top 3 bits: 0x04 RC send only, 0x0a RC RDMA write only, 0x11 RC acknowledge.</param>
    /// <param name="queuePair">Destination queue pair.</param>
    /// <param name="sequence">Packet sequence number.</param>
    /// <param name="ackRequest">A bit.</param>
    public PacketBuilder InfiniBand(int opcode, int queuePair, int sequence = 0, bool ackRequest = false)
    {
        Span<byte> header = Add(LayerKind.InfiniBand, 12, null);
        header[0] = (byte)opcode;
        header[1] = 0x40;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], 0xffff);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)queuePair);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (uint)sequence | (ackRequest ? 0x80000000 : 0));
        return this;
    }

    /// <summary>Appends an InfiniBand RDMA extended transport header (RETH).</summary>
    public PacketBuilder InfiniBandRdma(ulong address, uint key, uint length)
    {
        Span<byte> header = Add(LayerKind.InfiniBandRdma, 16, null);
        BinaryPrimitives.WriteUInt64BigEndian(header, address);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], key);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], length);
        return this;
    }

    /// <summary>Appends an InfiniBand ACK extended transport header (AETH).</summary>
    public PacketBuilder InfiniBandAck(int syndrome, int messageSequence)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Add(LayerKind.InfiniBandAck, 4, null), ((uint)syndrome << 24) | (uint)messageSequence);
        return this;
    }
}
