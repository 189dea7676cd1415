using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Weir.Wire;

namespace Weir.Load;

/// <summary>Sends the samples of a spoofed UDP amplification attack at random gaps, one datagram a sample, to several collectors at once.</summary>
/// <remarks>An agent that samples 100 packets a second sends each sample within 50 ms; here at once, so that only collectors are measured.</remarks>
internal sealed class Attack(AttackOptions options) : IDisposable
{
    private const int FrameBytes = 512;

    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SplitMix _random = new(options.Seed);

    // Every attack is seen by an agent of its own: one agent whose numbers begin again would look restarted.
    private readonly OneSample _samples = new(0x0afe_0000 + (uint)(options.Seed & 0xffff), (uint)options.SamplingRate, FrameBytes);

    /// <summary>Runs the attack to its end.</summary>
    public AttackResult Run()
    {
        IPEndPoint[] targets = [.. options.Ports.Select(port => new IPEndPoint(IPAddress.Loopback, port))];
        double samplesPerSecond = options.PacketsPerSecond / options.SamplingRate;
        double startedMs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        long start = Stopwatch.GetTimestamp();
        long samples = 0;
        for (double due = Gap(samplesPerSecond); due < options.Seconds; due += Gap(samplesPerSecond))
        {
            Wait(start, due);
            uint pool = (uint)(due * options.PacketsPerSecond);
            NetworkAddress source = NetworkAddress.FromV4(0x0800_0000 + (uint)(_random.NextDouble() * 0xff_ffff));
            ReadOnlySpan<byte> datagram = _samples.Build(source, options.Victim, pool, pool);
            foreach (IPEndPoint target in targets)
            {
                _sender.SendTo(datagram, SocketFlags.None, target);
            }

            samples++;
        }

        return new AttackResult(startedMs, samples);
    }

    public void Dispose() => _sender.Dispose();

    // Gaps of a Poisson process: what random sampling of a steady stream gives.
    private double Gap(double rate) => -Math.Log(1 - _random.NextDouble()) / rate;

    private static void Wait(long start, double due)
    {
        for (double left = due - Stopwatch.GetElapsedTime(start).TotalSeconds; left > 0; left = due - Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            if (left > 0.002)
            {
                using ManualResetEventSlim never = new();
                never.Wait(TimeSpan.FromSeconds(left - 0.0015));
            }
        }
    }
}
