using System.Buffers.Binary;

namespace Weir.Testing;

/// <summary>Reads UDP payloads out of classic pcap files: just enough for captures of tests.</summary>
public static class PcapFile
{
    private const uint EthernetLink = 1;

    /// <summary>Payloads of UDP packets to <paramref name="port"/>, in file order; fragments and other packets are left out.</summary>
    public static IReadOnlyList<byte[]> ReadUdpPayloads(string path, int port)
    {
        byte[] file = File.ReadAllBytes(path);
        bool little = BinaryPrimitives.ReadUInt32LittleEndian(file) is 0xa1b2c3d4 or 0xa1b23c4d;
        if (Word(file, 20, little) != EthernetLink)
        {
            throw new InvalidDataException($"{path}: only Ethernet captures are read here.");
        }

        List<byte[]> payloads = [];
        int position = 24;
        while (position + 16 <= file.Length)
        {
            int captured = (int)Word(file, position + 8, little);
            if (TryFindPayload(file.AsSpan(position + 16, captured), port, out byte[]? payload))
            {
                payloads.Add(payload!);
            }

            position += 16 + captured;
        }

        return payloads;
    }

    private static uint Word(byte[] file, int offset, bool little) => little
        ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset));

    private static bool TryFindPayload(ReadOnlySpan<byte> frame, int port, out byte[]? payload)
    {
        payload = null;
        int offset = 12;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
        while (type is 0x8100 or 0x88a8)
        {
            offset += 4;
            type = BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
        }

        ReadOnlySpan<byte> packet = frame[(offset + 2)..];
        (int header, int protocol) = type switch
        {
            0x0800 => ((packet[0] & 15) * 4, packet[9]),
            0x86dd => (40, packet[6]),
            _ => (0, 0),
        };
        if (protocol != 17)
        {
            return false;
        }

        ReadOnlySpan<byte> udp = packet[header..];
        if (BinaryPrimitives.ReadUInt16BigEndian(udp[2..]) != port)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);

        // Some writers of captures leave the 8 header bytes out of the length: the bytes that are there count.
        payload = udp[8..Math.Min(udp.Length, Math.Max(length, 8))].ToArray();
        return true;
    }
}
