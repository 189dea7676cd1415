using Weir.Wire.Packets;

namespace Weir.Testing.Fuzz;

/// <summary>Finds the headers of a sampled header. The input is one byte of protocol and the header.</summary>
public sealed class PacketTarget : IFuzzTarget
{
    public string Name => "packet";

    public byte[] CreateSeed(Random random)
    {
        string[] seeds =
        [
            "01 001b21aabbcc 001b21ddeeff 8100 0064 0800 4500003c00010000 4011 0000 0a000001 0a000002 0035 1234 0028 0000 123481800001000000000000",
            "01 001b21aabbcc 001b21ddeeff 86dd 60000000 0028 0040 20010db8000000000000000000000001 20010db8000000000000000000000002 06000000 00000000 1234005000000001000000025018ffff00000000",
            "01 001b21aabbcc 001b21ddeeff 8847 00010140 00020140 4500003c0001000040010000 0a000001 0a000002 0301 0000 00000000 4500003c0001000040060000 0a000001 0a000002 04d20050",
            "01 001b21aabbcc 001b21ddeeff 0800 4500006400010000 4011 0000 0a000001 0a000002 1234 12b5 0050 0000 08000000 00006400 001b21aabbcc 001b21ddeeff 0800 4500003c0001000040060000 c0a80001 c0a80002 04d20050 00000001 00000002 5002ffff 00000000",
            "0b 4500006400010000 402f 0000 0a000001 0a000002 2000 0800 00000001 4500003c0001000040110000 c0a80001 c0a80002 04d20035 0014 0000",
            "0c 60000000 0028 2c40 20010db8000000000000000000000001 20010db8000000000000000000000002 11000008 00000001 04d20035 0014 0000",
        ];
        return Convert.FromHexString(seeds[random.Next(seeds.Length)].Replace(" ", "", StringComparison.Ordinal));
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
