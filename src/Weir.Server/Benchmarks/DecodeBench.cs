using System.Diagnostics;
using Weir.Ingest.Captures;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Server.Benchmarks;

/// <summary>Decoding alone: every sample, every record, every packet header, and the 5-tuple read from it; no engine behind it.</summary>
/// <remarks>The counterpart of the plain C walk in <c>bench/native</c>, without its aggregation.</remarks>
public sealed class DecodeBench
{
    private readonly MemoryCapture _capture;
    private PacketHeaders _packet;
    private ulong _checksum;
    private long _samples;

    /// <summary>Prepares a run.</summary>
    public DecodeBench(MemoryCapture capture)
    {
        _capture = capture;
    }

    /// <summary>Sum over all 5-tuples read; keeps the compiler from leaving the work out, and lets two runs be compared.</summary>
    public ulong Checksum => _checksum;

    /// <summary>Warms up, measures and reports.</summary>
    /// <param name="warmUp">Least time to warm up.</param>
    /// <param name="measure">Least time to measure; always whole passes.</param>
    public BenchResult Run(TimeSpan warmUp, TimeSpan measure)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int pass = 0; pass < 2 || watch.Elapsed < warmUp; pass++)
        {
            Pass();
        }

        long before = _samples;
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        PassTimes times = new();
        watch.Restart();
        while (times.Passes == 0 || watch.Elapsed < measure)
        {
            times.Measure(Pass);
        }

        double seconds = watch.Elapsed.TotalSeconds;
        long samples = _samples - before;
        return new BenchResult
        {
            Samples = samples,
            Seconds = seconds,
            SamplesPerSecond = samples / seconds,
            NsPerSample = samples == 0 ? 0 : seconds * 1e9 / samples,
            CpuNsPerSample = samples == 0 ? 0 : times.Seconds * 1e9 / samples,
            FastestCpuNsPerSample = samples == 0 ? 0 : times.FastestSeconds * 1e9 * times.Passes / samples,
            BytesAllocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore,
            Flows = 0,
            Passes = times.Passes,
        };
    }

    private void Pass()
    {
        for (int i = 0; i < _capture.Count; i++)
        {
            if (Datagram.TryRead(_capture.Payload(i), out Datagram datagram, out _))
            {
                Walk(datagram);
            }
        }
    }

    private void Walk(scoped in Datagram datagram)
    {
        SampleReader samples = datagram.Samples;
        while (samples.TryRead(out Sample sample))
        {
            switch (sample.Tag)
            {
                case SampleType.Flow or SampleType.ExpandedFlow when FlowSample.TryRead(sample, out FlowSample flow):
                    _samples++;
                    Records(flow.Records, flow.SamplingRate);
                    break;
                case SampleType.Counters or SampleType.ExpandedCounters when CounterSample.TryRead(sample, out CounterSample counters):
                    Records(counters.Records, 0);
                    break;
            }
        }
    }

    private void Records(RecordReader records, uint samplingRate)
    {
        while (records.TryRead(out Record record))
        {
            if (record.Tag == SampledHeader.Tag && samplingRate != 0 && SampledHeader.TryRead(record.Body, out SampledHeader sampled))
            {
                PacketDecoder.Decode(sampled.Header, sampled.Protocol, ref _packet);
                Tuple(sampled.Header, (ulong)sampled.FrameLength * samplingRate);
            }
        }
    }

    private void Tuple(ReadOnlySpan<byte> header, ulong bytes)
    {
        for (int i = 0; i < _packet.Count; i++)
        {
            Layer layer = _packet[i];
            ReadOnlySpan<byte> field = header.Slice(layer.Offset, layer.Length);
            if (layer.Kind == LayerKind.Ip4 && layer.Length >= 20)
            {
                _checksum += NetworkAddress.ReadV4(field[12..]).Low + NetworkAddress.ReadV4(field[16..]).Low + field[9];
            }
            else if (layer.Kind is LayerKind.Tcp or LayerKind.Udp && layer.Length >= 4)
            {
                _checksum += NetworkAddress.ReadV4(field).Low;
            }
        }

        _checksum += bytes;
    }
}
