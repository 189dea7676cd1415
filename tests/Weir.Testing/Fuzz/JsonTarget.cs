using System.Buffers;
using System.Text.Json;
using Weir.Testing.Old;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.V4;

namespace Weir.Testing.Fuzz;

/// <summary>Shows a datagram as JSON, which must come out whole.</summary>
public sealed class JsonTarget : IFuzzTarget
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 20);

    public string Name => "json";

    public byte[] CreateSeed(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Next(8) == 0 ? OldDatagramSeeds.Create(random, random.Next(2) == 0 ? 2u : 4u) : DatagramSeeds.Create(random, mostSamples: 2);
    }

    public IReadOnlyList<int> FindWords(byte[] input) =>
        DatagramTranslator.IsOld(input) ? [.. Enumerable.Range(0, (input.Length / 4) + 1).Select(i => i * 4)] : DatagramSeeds.FindWords(input);

    /// <summary>Text, names of places and hex take a few times the bytes; a claimed count takes nothing.</summary>
    public long AllocationLimit(int inputLength) => 100_000 + (200L * inputLength);

    public void Run(ReadOnlySpan<byte> input)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer))
        {
            DatagramJson.Write(json, input);
        }

        Utf8JsonReader reader = new(_buffer.WrittenSpan);
        while (reader.Read())
        {
        }

        if (reader.BytesConsumed != _buffer.WrittenCount)
        {
            throw new FuzzException("the JSON is not whole");
        }
    }
}
