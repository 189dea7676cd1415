using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Weir.Wire;

namespace Weir.Load;

/// <summary>Measures the way of an event: from the datagram that crosses a threshold to the script's handler and to an HTTP receiver.</summary>
/// <remarks>Each trial is one datagram with one sample of a destination that was never seen before; <c>bench/latency.js</c> answers it.</remarks>
internal sealed class LatencyProbe : IDisposable
{
    private const int FrameBytes = 1514;
    private const uint SamplingRate = 1_000_000;
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpListener _listener = new();
    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Arrival>> _waiting = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[1024];
    private uint _sequence;

    public LatencyProbe(int sflowPort, int listenPort)
    {
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{listenPort}/"));
        _sender.Connect(IPAddress.Loopback, sflowPort);
    }

    /// <summary>Runs the trials one after another.</summary>
    /// <param name="trials">Counted trials, after a tenth as many to warm up.</param>
    public async Task<LatencyResult> RunAsync(int trials)
    {
        _listener.Start();
        Task serving = ServeAsync();
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

        _listener.Stop();
        await serving;
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
        _listener.Close();
        _sender.Dispose();
    }

    private static double NowMs() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private static double? Percentile(List<double> values, double part)
    {
        values.Sort();
        return values.Count == 0 ? null : values[Math.Min(values.Count - 1, (int)(values.Count * part))];
    }

    private Task<Arrival?> TryAsync(int trial, out double sentMs)
    {
        NetworkAddress target = NetworkAddress.FromV4(0xc612_0000 + (uint)trial); // 198.18.0.0/15, for benchmarks
        TaskCompletionSource<Arrival> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[target.ToString()] = source;
        int length = Build(target);
        sentMs = NowMs();
        _sender.Send(_buffer.AsSpan(0, length));
        return WithLimitAsync(source.Task);
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

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            double nowMs = NowMs();
            using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
            string[] words = (await reader.ReadToEndAsync()).Split(' ');
            context.Response.StatusCode = 204;
            context.Response.Close();
            if (words.Length == 2 && _waiting.TryRemove(words[0], out TaskCompletionSource<Arrival>? source))
            {
                source.TrySetResult(new Arrival(double.Parse(words[1], CultureInfo.InvariantCulture), nowMs));
            }
        }
    }

    // One flow sample with one sampled_header of a UDP packet to the target.
    private int Build(NetworkAddress target)
    {
        _sequence++;
        XdrWriter writer = new(_buffer);
        Words(ref writer, 5, 1, 0x0aff_ff01, 0, _sequence, _sequence * 20, 1, 1);
        int sample = writer.BeginLength();
        Words(ref writer, _sequence, 1, SamplingRate, _sequence * SamplingRate, 0, 1, 2, 1, 1);
        int record = writer.BeginLength();
        Words(ref writer, 1, FrameBytes, 4);
        byte[] frame = new byte[64];
        frame[0] = frame[6] = 2;
        frame[12] = 8;
        frame[14] = 0x45;
        frame[16] = (FrameBytes - 18) >> 8;
        frame[17] = (FrameBytes - 18) & 0xff;
        frame[22] = 64;
        frame[23] = 17;
        NetworkAddress.FromV4(0x0a00_0001).Write(frame.AsSpan(26));
        target.Write(frame.AsSpan(30));
        frame[35] = 53;
        frame[36] = 0x80;
        writer.WriteOpaque(frame);
        writer.EndLength(record);
        writer.EndLength(sample);
        return writer.Position;
    }

    private static void Words(ref XdrWriter writer, params ReadOnlySpan<uint> values)
    {
        foreach (uint value in values)
        {
            writer.WriteUInt32(value);
        }
    }

    private sealed record Arrival(double HandlerMs, double ReceiverMs);
}
