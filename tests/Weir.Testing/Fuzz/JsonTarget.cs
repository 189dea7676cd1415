using System.Buffers;
using System.Text.Json;
using Weir.Wire.SFlow;

namespace Weir.Testing.Fuzz;

/// <summary>Shows a datagram as JSON, which must come out whole.</summary>
public sealed class JsonTarget : IFuzzTarget
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 20);

    public string Name => "json";

    public byte[] CreateSeed(Random random) => DatagramSeeds.Create(random);

    public IReadOnlyList<int> FindWords(byte[] input) => DatagramSeeds.FindWords(input);

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
