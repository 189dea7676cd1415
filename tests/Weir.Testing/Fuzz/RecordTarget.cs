using System.Buffers.Binary;
using Weir.Testing.Records;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Testing.Fuzz;

/// <summary>Reads a body as each structure and writes it again: what is written must read as the same.</summary>
/// <remarks>The input is a word, whose remainder picks the structure, and the body.</remarks>
public sealed class RecordTarget : IFuzzTarget
{
    private const int LongestBody = 65_536;

    private readonly byte[] _first = new byte[LongestBody];
    private readonly byte[] _second = new byte[LongestBody];

    public string Name => "record";

    public byte[] CreateSeed(Random random)
    {
        int pick = random.Next(RecordLayouts.All.Count);
        byte[] body = RecordLayouts.All[pick].CreateBody(random).Bytes;
        byte[] input = new byte[4 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(input, (uint)pick);
        body.CopyTo(input, 4);
        return input;
    }

    public IReadOnlyList<int> FindWords(byte[] input) => [.. Enumerable.Range(0, Math.Min(input.Length / 4, 12)).Select(i => i * 4)];

    public long AllocationLimit(int inputLength) => 0;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 4)
        {
            return;
        }

        uint pick = BinaryPrimitives.ReadUInt32BigEndian(input) % (uint)RecordLayouts.All.Count;
        RecordLayout layout = RecordLayouts.All[(int)pick];
        if (!RecordCatalog.TryFind(layout.Kind, layout.Tag, out RecordEntry? entry))
        {
            throw new FuzzException("a structure is not in the catalogue");
        }

        XdrWriter first = new(_first);
        bool read = entry.TryReencode(input[4..], ref first);
        if (read != entry.CanRead(input[4..]))
        {
            throw new FuzzException($"{entry.Name}: read once and refused once");
        }

        XdrWriter second = new(_second);
        if (read && (!entry.TryReencode(first.Written, ref second) || !first.Written.SequenceEqual(second.Written)))
        {
            throw new FuzzException($"{entry.Name}: written and read again, it differs");
        }
    }
}
