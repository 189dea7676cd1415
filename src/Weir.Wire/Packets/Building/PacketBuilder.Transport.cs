using System.Buffers.Binary;
using System.Text;

namespace Weir.Wire.Packets.Building;

/// <content>Headers of transport layers and DNS (RFC 9293, RFC 768, RFC 1035).</content>
public sealed partial class PacketBuilder
{
    /// <summary>Appends a TCP header without options (RFC 9293).</summary>
    /// <param name="sourcePort">Source port.</param>
    /// <param name="destinationPort">Destination port.</param>
    /// <param name="flags">The nine flag bits: 0x002 SYN, 0x010 ACK, 0x012 both, 0x004 RST, 0x001 FIN, 0x008 PSH.</param>
    /// <param name="sequence">Sequence number.</param>
    /// <param name="acknowledgment">Acknowledgment number.</param>
    /// <param name="window">Window.</param>
    public PacketBuilder Tcp(int sourcePort, int destinationPort, int flags = 0x010, uint sequence = 1, uint acknowledgment = 1, int window = 65535)
    {
        Span<byte> header = Add(LayerKind.Tcp, 20, null);
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], acknowledgment);
        BinaryPrimitives.WriteUInt16BigEndian(header[12..], (ushort)(0x5000 | (flags & 0x1ff)));
        BinaryPrimitives.WriteUInt16BigEndian(header[14..], (ushort)window);
        return this;
    }

    /// <summary>Appends a UDP header (RFC 768).</summary>
    public PacketBuilder Udp(int sourcePort, int destinationPort)
    {
        Span<byte> header = Add(LayerKind.Udp, 8, null);
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)destinationPort);
        return this;
    }

    /// <summary>Appends a DNS query of one question (RFC 1035).</summary>
    /// <param name="name">Name asked for, with or without the final dot.</param>
    /// <param name="type">1 A, 28 AAAA, 255 ANY, and so on.</param>
    /// <param name="id">Identifier.</param>
    public PacketBuilder DnsQuery(string name, int type = 1, int id = 1)
    {
        WriteDnsHeader(id, 0x0100, answers: 0);
        return WriteQuestion(name, type);
    }

    /// <summary>Appends a DNS response with its question and answers of zero bytes (RFC 1035).</summary>
    /// <param name="name">Name asked for.</param>
    /// <param name="type">Type asked for and answered.</param>
    /// <param name="responseCode">0 no error, 2 server failure, 3 no such name.</param>
    /// <param name="answers">Answer records; each repeats the question's name by compression.</param>
    /// <param name="answerLength">Bytes of data in an answer.</param>
    /// <param name="id">Identifier.</param>
    public PacketBuilder DnsResponse(string name, int type = 1, int responseCode = 0, int answers = 1, int answerLength = 4, int id = 1)
    {
        WriteDnsHeader(id, 0x8180 | responseCode, answers);
        WriteQuestion(name, type);
        for (int i = 0; i < answers; i++)
        {
            Span<byte> record = Append(12 + answerLength);
            BinaryPrimitives.WriteUInt16BigEndian(record, 0xc00c);
            BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)type);
            BinaryPrimitives.WriteUInt16BigEndian(record[4..], 1);
            BinaryPrimitives.WriteUInt32BigEndian(record[6..], 300);
            BinaryPrimitives.WriteUInt16BigEndian(record[10..], (ushort)answerLength);
        }

        return this;
    }

    private void WriteDnsHeader(int id, int flags, int answers)
    {
        Span<byte> header = Add(LayerKind.Dns, 12, null);
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)flags);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)answers);
    }

    private PacketBuilder WriteQuestion(string name, int type)
    {
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            Append(1)[0] = (byte)label.Length;
            Payload(Encoding.ASCII.GetBytes(label));
        }

        Span<byte> end = Append(5);
        BinaryPrimitives.WriteUInt16BigEndian(end[1..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(end[3..], 1);
        return this;
    }
}
