using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Testing.Fuzz;

/// <summary>Walks a datagram with its samples and reads every record that is known.</summary>
public sealed class DatagramTarget : IFuzzTarget
{
    public string Name => "datagram";

    public byte[] CreateSeed(Random random) => DatagramSeeds.Create(random);

    public IReadOnlyList<int> FindWords(byte[] input) => DatagramSeeds.FindWords(input);

    public long AllocationLimit(int inputLength) => 0;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!Datagram.TryRead(input, out Datagram datagram, out DecodeError error))
        {
            Demand(error != DecodeError.None, "a datagram was refused without a reason");
            return;
        }

        int left = input.Length;
        SampleReader samples = datagram.Samples;
        while (samples.TryRead(out Sample sample))
        {
            left -= 8 + sample.Body.Length;
            Demand(left >= 0, "samples overlap");
            Read(sample);
        }
    }

    private static void Read(scoped in Sample sample)
    {
        if (sample.Tag is SampleType.Flow or SampleType.ExpandedFlow && FlowSample.TryRead(sample, out FlowSample flow))
        {
            ReadRecords(flow.Records, RecordKind.Flow, sample.Body.Length);
        }
        else if (sample.Tag is SampleType.Counters or SampleType.ExpandedCounters && CounterSample.TryRead(sample, out CounterSample counters))
        {
            ReadRecords(counters.Records, RecordKind.Counter, sample.Body.Length);
        }
        else if (sample.Tag == SampleType.Discarded && DiscardedPacket.TryRead(sample, out DiscardedPacket discarded))
        {
            ReadRecords(discarded.Records, RecordKind.Flow, sample.Body.Length);
        }
        else if (sample.Tag == SampleType.RtMetric && RtMetricSample.TryRead(sample, out RtMetricSample metrics))
        {
            ReadFields(metrics.Metrics, sample.Body.Length);
        }
        else if (sample.Tag == SampleType.RtFlow && RtFlowSample.TryRead(sample, out RtFlowSample custom))
        {
            ReadFields(custom.Fields, sample.Body.Length);
        }
    }

    private static void ReadRecords(RecordReader records, RecordKind kind, int left)
    {
        while (records.TryRead(out Record record))
        {
            left -= RecordReader.MinimumRecordSize + record.Body.Length;
            Demand(left >= 0, "records overlap");
            if (RecordCatalog.TryFind(kind, record.Tag, out RecordEntry? entry))
            {
                entry.CanRead(record.Body);
            }
        }
    }

    private static void ReadFields(RtFieldReader fields, int left)
    {
        while (fields.TryRead(out RtField field))
        {
            left -= 8 + field.Name.Length + field.Value.Length;
            Demand(left >= 0, "fields overlap");
            Demand(field.IsNumber || double.IsNaN(field.Number), "text has a number");
        }
    }

    private static void Demand(bool holds, string message)
    {
        if (!holds)
        {
            throw new FuzzException(message);
        }
    }
}
