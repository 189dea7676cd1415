using Weir.Analytics.Databases;
using Weir.Wire;

namespace Weir.Testing.Fuzz;

/// <summary>Opens a database of addresses and looks a few of them up.</summary>
public sealed class MmdbTarget : IFuzzTarget
{
    private static readonly NetworkAddress[] Addresses =
    [
        NetworkAddress.FromV4(0xc0000201), NetworkAddress.FromV4(0x0a000001), NetworkAddress.FromV4(0xffffffff), NetworkAddress.FromV4(0),
        new(0x20010db8_00000000, 1, NetworkFamily.V6), new(0, 0xffff_c0000201, NetworkFamily.V6), new(ulong.MaxValue, ulong.MaxValue, NetworkFamily.V6),
    ];

    public string Name => "mmdb";

    public byte[] CreateSeed(Random random)
    {
        MmdbWriter writer = new(random.Next(3) switch { 0 => 24, 1 => 28, _ => 32 }, random.Next(2) == 0 ? 4 : 6);
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            writer.Add($"192.{random.Next(3)}.{random.Next(4)}.0/{random.Next(9, 33)}", MmdbWriter.Country($"{(char)random.Next('A', 'Z')}X", $"Land {random.Next(9)}"));
        }

        return writer.Add("10.0.0.0/8", MmdbWriter.Asn((uint)random.Next(1, 100_000), new string('n', random.Next(400)))).Build();
    }

    /// <summary>Sizes, pointers and the numbers of the metadata can be anywhere.</summary>
    public IReadOnlyList<int> FindWords(byte[] input) => [.. Enumerable.Range(0, input.Length / 4).Select(i => i * 4)];

    /// <summary>The file is kept, and every text that is found may be as long as it.</summary>
    public long AllocationLimit(int inputLength) => 4_000 + (64L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        if (MmdbFile.Read(input.ToArray(), out string? problem) is not { } file)
        {
            if (string.IsNullOrEmpty(problem))
            {
                throw new FuzzException("refused without a word");
            }

            return;
        }

        foreach (NetworkAddress address in Addresses)
        {
            if (file.TryFind(address, out int offset))
            {
                file.ReadText(offset, "country", "names", "en");
                file.ReadText(offset, "country", "iso_code");
                file.ReadText(offset, "autonomous_system_organization");
                file.ReadNumber(offset, "autonomous_system_number");
            }
        }
    }
}
