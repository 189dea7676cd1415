using System.Net;
using System.Net.Sockets;
using Weir.Wire;

namespace Weir.Load;

/// <summary>Measures the way of an event: from the datagram that crosses a threshold to the script's handler and to an HTTP receiver.</summary>
/// <remarks>Each trial is one datagram with one sample of a destination that was never seen before; <c>bench/latency.js</c> answers it.</remarks>
internal sealed class LatencyProbe : IDisposable
{
    /// <summary>One packet in so many is sampled: one sample alone crosses the threshold.</summary>
    public const uint SamplingRate = 1_000_000;

    public const uint FrameBytes = 1514;

    /// <summary>The flow that <c>bench/latency.js</c> defines.</summary>
    public const string FlowName = "bench_latency";
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HandlerListener _listener;
    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly OneSample _samples = new(0x0aff_ff01, SamplingRate, FrameBytes);

    public LatencyProbe(int sflowPort, int listenPort)
    {
        _listener = new HandlerListener(listenPort);
        _sender.Connect(IPAddress.Loopback, sflowPort);
    }

    /// <summary>Runs the trials one after another.</summary>
    /// <param name="trials">Counted trials, after a tenth as many to warm up.</param>
    public async Task<LatencyResult> RunAsync(int trials)
    {
        List<double> handler = [], receiver = [];
        int lost = 0;
        using PeriodicTimer pause = new(Pause);
        for (int i = -trials / 10; i < trials; i++)
        {
            await pause.WaitForNextTickAsync();
            Arrival? arrival = await TryAsync(i + trials, out double sentMs);
            if (i < 0)
            {
                continue;
            }

            if (arrival is null)
            {
                lost++;
                continue;
            }

            handler.Add(arrival.HandlerMs - sentMs);
            receiver.Add(arrival.ReceiverMs - sentMs);
        }

        return new LatencyResult
        {
            Trials = trials,
            Lost = lost,
            HandlerMedianMs = Percentile(handler, 0.5),
            HandlerP99Ms = Percentile(handler, 0.99),
            ReceiverMedianMs = Percentile(receiver, 0.5),
            ReceiverP99Ms = Percentile(receiver, 0.99),
        };
    }

    public void Dispose()
    {
        _listener.Dispose();
        _sender.Dispose();
    }

    private static double? Percentile(List<double> values, double part)
    {
        values.Sort();
        return values.Count == 0 ? null : values[Math.Min(values.Count - 1, (int)(values.Count * part))];
    }

    private Task<Arrival?> TryAsync(int trial, out double sentMs)
    {
        NetworkAddress target = NetworkAddress.FromV4(0xc612_0000 + (uint)trial); // 198.18.0.0/15, for benchmarks
        Task<Arrival> arrival = _listener.Expect(target.ToString());
        uint number = _samples.Made + 1;
        ReadOnlySpan<byte> datagram = _samples.Build(NetworkAddress.FromV4(0x0a00_0001), target, number * 20, number * SamplingRate);
        sentMs = HandlerListener.NowMs();
        _sender.Send(datagram);
        return WithLimitAsync(arrival);
    }

    private static async Task<Arrival?> WithLimitAsync(Task<Arrival> arrival)
    {
        try
        {
            return await arrival.WaitAsync(TrialLimit);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
