using System.Buffers.Binary;
using Weir.Ingest;
using Weir.Ingest.Captures;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;

namespace Weir.Testing.Fuzz;

/// <summary>Reads a pcap or pcapng file to its end or to the message that says where it is corrupt.</summary>
public sealed class CaptureTarget : IFuzzTarget
{
    private const int MostPackets = 70_000;

    public string Name => "capture";

    public byte[] CreateSeed(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] payload = new byte[random.Next(200) * 4];
        random.NextBytes(payload);
        PacketBuilder packet = new PacketBuilder().Ethernet();
        packet = random.Next(3) switch
        {
            0 => packet.Vlan(10).Ip4("192.0.2.1", "192.0.2.2"),
            1 => packet.Ip6("2001:db8::1", "2001:db8::2"),
            _ => packet.Ip4("192.0.2.1", "192.0.2.2"),
        };
        byte[] whole = packet.Udp(40000, 6343).Raw(LayerKind.None, payload).Build();
        List<byte> file = [];
        bool pcapng = random.Next(2) == 0;
        file.AddRange(pcapng ? PcapngStart() : Words(0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1));
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            file.AddRange(pcapng
                ? Block(6, [.. Words(0, 0, (uint)i, (uint)whole.Length, (uint)whole.Length), .. whole, .. new byte[-whole.Length & 3]])
                : [.. Words((uint)i, 0, (uint)whole.Length, (uint)whole.Length), .. whole]);
        }

        return [.. file];
    }

    public IReadOnlyList<int> FindWords(byte[] input) => [.. Enumerable.Range(0, Math.Min(24, (input.Length / 4) + 1)).Select(i => i * 4)];

    /// <summary>The objects of a reader and up to 64 datagrams being put together, 64 KB each; nothing that a packet claims.</summary>
    public long AllocationLimit(int inputLength) => 1_000_000 + (600L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            using CaptureReader reader = new(new MemoryStream(input.ToArray()), "fuzz", new CaptureOptions { AnyPort = (input.Length & 1) == 0 });
            int datagrams = 0;
            while (reader.TryRead(out CaptureDatagram datagram))
            {
                if (++datagrams > MostPackets || datagram.Payload.Length > input.Length + 65_535)
                {
                    throw new FuzzException("more came out than went in");
                }
            }
        }
        catch (IngestException)
        {
            // The message for a corrupt file.
        }
    }

    private static byte[] PcapngStart() => [.. Block(0x0a0d0d0a, Words(0x1a2b3c4d, 0x00000001, uint.MaxValue, uint.MaxValue)), .. Block(1, Words(1, 65535))];

    private static byte[] Block(uint type, byte[] body) => [.. Words(type, (uint)body.Length + 12), .. body, .. Words((uint)body.Length + 12)];

    private static byte[] Words(params ReadOnlySpan<uint> words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }
}
