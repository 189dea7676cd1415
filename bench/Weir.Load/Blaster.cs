using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;

namespace Weir.Load;

/// <summary>Sends a workload over loopback at a steady rate. The datagrams are made before, so that making them takes no part.</summary>
internal sealed class Blaster
{
    private const int BatchMost = 32;
    private const double SlowestFullBatch = 20_000;
    private const double LongestSpinSeconds = 0.002;

    private readonly BlastOptions _options;
    private readonly Workload _workload;
    private readonly Slot[] _ring;
    private readonly byte[] _memory;

    public Blaster(WorkloadOptions workload, BlastOptions options)
    {
        _options = options;
        _workload = new Workload(workload);
        _ring = new Slot[options.Ring];
        using MemoryStream all = new();
        for (int i = 0; i < _ring.Length; i++)
        {
            ReadOnlySpan<byte> datagram = _workload.Next(1_000_000);
            _ring[i] = new Slot((int)all.Length, datagram.Length, _workload.Agent, _workload.FlowSamples, _workload.CounterSamplesMade);
            all.Write(datagram);
        }

        _memory = GC.AllocateUninitializedArray<byte>((int)all.Length, pinned: true);
        all.GetBuffer().AsSpan(0, (int)all.Length).CopyTo(_memory);
    }

    /// <summary>Sends until one of the limits is reached.</summary>
    public LoadResult Run()
    {
        using SenderSockets sockets = new(new IPEndPoint(IPAddress.Loopback, _options.Port), _options.Sockets, _memory);
        int batch = _options.Rate is > 0 and < SlowestFullBatch ? Math.Clamp((int)(_options.Rate / 1000), 1, BatchMost) : BatchMost;
        long start = Stopwatch.GetTimestamp();
        long datagrams = 0, flowSamples = 0, counterSamples = 0, bytes = 0;
        int next = 0;
        for (double now = 0; now < _options.Seconds && flowSamples < _options.FlowSamples; now = Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            if (_options.Rate > 0 && datagrams / _options.Rate > now)
            {
                Wait((datagrams / _options.Rate) - now);
                continue;
            }

            for (int i = 0; i < batch; i++)
            {
                Slot slot = _ring[next];
                next = (next + 1) % _ring.Length;
                BinaryPrimitives.WriteUInt32BigEndian(_memory.AsSpan(slot.Offset + Workload.SequenceOffset), _workload.NextSequence(slot.Agent));
                sockets.Add(slot.Offset, slot.Length);
                flowSamples += slot.FlowSamples;
                counterSamples += slot.CounterSamples;
                bytes += slot.Length;
            }

            datagrams += batch;
            sockets.Send();
        }

        return new LoadResult
        {
            Datagrams = datagrams,
            FlowSamples = flowSamples,
            CounterSamples = counterSamples,
            Bytes = bytes,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Errors = sockets.Errors,
        };
    }

    // Short waits are spun: no timer is fine enough for 100,000 a second.
    private static void Wait(double seconds)
    {
        if (seconds > LongestSpinSeconds)
        {
            using ManualResetEventSlim never = new();
            never.Wait(TimeSpan.FromSeconds(seconds - LongestSpinSeconds));
            return;
        }

        Thread.SpinWait(20);
    }

    private readonly record struct Slot(int Offset, int Length, int Agent, int FlowSamples, int CounterSamples);
}
