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
    private readonly byte[] _buffer = new byte[512];
    private readonly SplitMix _random = new(options.Seed);
    private uint _sequence;

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
            int length = Build((uint)(due * options.PacketsPerSecond));
            foreach (IPEndPoint target in targets)
            {
                _sender.SendTo(_buffer.AsSpan(0, length), SocketFlags.None, target);
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

    private int Build(uint pool)
    {
        uint sequence = ++_sequence;
        XdrWriter writer = new(_buffer);
        // Every attack is seen by an agent of its own: one agent whose numbers begin again would look restarted.
        Words(ref writer, 5, 1, 0x0afe_0000 + (uint)(options.Seed & 0xffff), 0, sequence, pool, 1, 1);
        int sample = writer.BeginLength();
        Words(ref writer, sequence, 1, (uint)options.SamplingRate, pool, 0, 1, 2, 1, 1);
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
        NetworkAddress.FromV4(0x0800_0000 + (uint)(_random.NextDouble() * 0xff_ffff)).Write(frame.AsSpan(26));
        options.Victim.Write(frame.AsSpan(30));
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
}
