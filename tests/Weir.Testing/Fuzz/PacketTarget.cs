using Weir.Testing.Packets;
using Weir.Wire.Packets;

namespace Weir.Testing.Fuzz;

/// <summary>Finds the headers of a sampled header. The input is one byte of protocol and the header.</summary>
public sealed class PacketTarget : IFuzzTarget
{
    public string Name => "packet";

    public byte[] CreateSeed(Random random)
    {
        byte[] packet = PacketSeeds.Create(random, out HeaderProtocol protocol);
        return [(byte)protocol, .. packet];
    }

    public IReadOnlyList<int> FindWords(byte[] input) => [.. Enumerable.Range(0, Math.Max(0, input.Length - 4))];

    public long AllocationLimit(int inputLength) => 0;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> header = input[1..];
        PacketHeaders packet = default;
        PacketDecoder.Decode(header, (HeaderProtocol)input[0], ref packet);
        for (int i = 0; i < packet.Count; i++)
        {
            if (packet[i].Offset + packet[i].Length > header.Length)
            {
                throw new FuzzException($"header {packet[i].Kind} reaches past the capture");
            }
        }
    }
}
