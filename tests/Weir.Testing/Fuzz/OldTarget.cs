using Weir.Testing.Old;
using Weir.Wire;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.V4;

namespace Weir.Testing.Fuzz;

/// <summary>Translates a datagram of sFlow version 2 or 4; what comes out must be a faultless version 5 datagram.</summary>
public sealed class OldTarget : IFuzzTarget
{
    private const int LargestInput = 65_507;

    private readonly DatagramTranslator _translator = new();

    public OldTarget()
    {
        // The buffer grows with the payload, once.
        byte[] largest = new byte[LargestInput];
        new OldDatagramBuilder(DatagramTranslator.Version4, [10, 0, 0, 1], 1, 1).Build().CopyTo(largest, 0);
        _translator.TryTranslate(largest, out _, out _);
    }

    public string Name => "old";

    public byte[] CreateSeed(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return OldDatagramSeeds.Create(random, random.Next(2) == 0 ? DatagramTranslator.Version2 : DatagramTranslator.Version4);
    }

    public IReadOnlyList<int> FindWords(byte[] input) => [.. Enumerable.Range(0, (input.Length / 4) + 1).Select(i => i * 4)];

    public long AllocationLimit(int inputLength) => 0;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!_translator.TryTranslate(input, out ReadOnlySpan<byte> translated, out DecodeError error))
        {
            Demand(error != DecodeError.None, "a datagram was refused without a reason");
            return;
        }

        Demand(Datagram.TryRead(translated, out Datagram datagram, out error) && error == DecodeError.None, "the translation is no datagram");
        SampleReader samples = datagram.Samples;
        while (samples.TryRead(out Sample sample))
        {
            bool flow = sample.Tag is SampleType.Flow or SampleType.ExpandedFlow;
            Demand(flow ? IsWhole(sample) : CounterSample.TryRead(sample, out CounterSample counters) && IsWhole(counters.Records, RecordKind.Counter), "a sample is damaged");
        }

        Demand(samples.Error == DecodeError.None && samples.TrailingBytes == 0, "samples are damaged");
    }

    private static bool IsWhole(scoped in Sample sample) => FlowSample.TryRead(sample, out FlowSample flow) && IsWhole(flow.Records, RecordKind.Flow);

    private static bool IsWhole(RecordReader records, RecordKind kind)
    {
        while (records.TryRead(out Record record))
        {
            if (!RecordCatalog.TryFind(kind, record.Tag, out RecordEntry? entry) || !entry.CanRead(record.Body))
            {
                return false;
            }
        }

        return records.Error == DecodeError.None;
    }

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw new FuzzException(message);
        }
    }
}
