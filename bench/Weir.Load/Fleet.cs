using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Weir.Wire;

namespace Weir.Load;

/// <summary>Sends what a fleet of agents sends: counters of every port at an interval, and packet samples, each with fresh numbers.</summary>
/// <remarks>Steady over the interval. Sequence numbers, pools and uptimes move as those of real agents do, so nothing looks repeated or lost.</remarks>
internal sealed class Fleet
{
    private const int BatchMost = 32;
    private const int SlotBytes = 1_500;
    private const int HeadBytes = 28;
    private const int PacketBytes = 64;
    private const int SampleBytes = 8 + 32 + 8 + 16 + PacketBytes;
    private const int FlowSamples = 7;
    private const int CounterSamples = 7;
    private const uint SamplingRate = 1_000;
    private const int FrameBytes = 512;

    private readonly FleetOptions _options;
    private readonly SplitMix _random = new(1);
    private readonly byte[] _memory = GC.AllocateArray<byte>(BatchMost * SlotBytes, pinned: true);
    private readonly uint[] _datagrams;
    private readonly uint[] _flows;
    private readonly byte[] _template = new byte[HeadBytes + (FlowSamples * SampleBytes)];
    private long _counterDatagrams;
    private int _slot;

    public Fleet(FleetOptions options)
    {
        _options = options;
        _datagrams = new uint[options.Agents];
        _flows = new uint[options.Agents * options.Ports];
        MakeTemplate();
    }

    /// <summary>Sends for as long as the options say.</summary>
    public LoadResult Run()
    {
        using SenderSockets sockets = new(new IPEndPoint(IPAddress.Loopback, _options.Port), _options.Sockets, _memory);
        int parts = (_options.Ports + CounterSamples - 1) / CounterSamples;
        double counterRate = _options.Interval > 0 ? _options.Agents * parts / _options.Interval : 0;
        long start = Stopwatch.GetTimestamp();
        long flowDatagrams = 0, bytes = 0, counterSamples = 0;
        for (double now = 0; now < _options.Seconds; now = Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            bool flowDue = flowDatagrams * FlowSamples < _options.Rate * now;
            bool counterDue = _counterDatagrams < counterRate * now;
            if (!flowDue && !counterDue)
            {
                sockets.Send();
                _slot = 0;
                using ManualResetEventSlim never = new();
                never.Wait(TimeSpan.FromMilliseconds(1));
                continue;
            }

            // Half a minute of uptime before the first: agents were there before.
            uint uptimeMs = (uint)(now * 1000) + 30_000;
            int length = flowDue ? WriteFlows(uptimeMs) : WriteCounters(uptimeMs, parts, ref counterSamples);
            flowDatagrams += flowDue ? 1 : 0;
            bytes += length;
            sockets.Add(_slot * SlotBytes, length);
            if (++_slot == BatchMost)
            {
                sockets.Send();
                _slot = 0;
            }
        }

        sockets.Send();
        return new LoadResult
        {
            Datagrams = flowDatagrams + _counterDatagrams,
            FlowSamples = flowDatagrams * FlowSamples,
            CounterSamples = counterSamples,
            Bytes = bytes,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Errors = sockets.Errors,
        };
    }

    /// <summary>The next datagram of flow samples, to be given to an engine in this process; valid until the next call.</summary>
    /// <param name="uptimeMs">Uptime of its agent in ms.</param>
    public ReadOnlySpan<byte> NextFlows(uint uptimeMs) => Slot[..WriteFlows(uptimeMs)];

    private Span<byte> Slot => _memory.AsSpan(_slot * SlotBytes, SlotBytes);

    private static void Put(Span<byte> target, int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(target[offset..], value);

    private static uint Address(int agent) => 0x0ac0_0001u + (uint)agent;

    private void MakeTemplate()
    {
        XdrWriter writer = new(_template);
        Words(ref writer, 5, 1, 0, 0, 0, 0, FlowSamples);
        byte[] packet = new byte[PacketBytes];
        packet[0] = packet[6] = 2;
        packet[12] = 8;
        packet[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(16), FrameBytes - 18);
        packet[22] = 61;
        for (int i = 0; i < FlowSamples; i++)
        {
            writer.WriteUInt32(1);
            int sample = writer.BeginLength();
            Words(ref writer, 0, 0, SamplingRate, 0, 0, 0, 0, 1, 1);
            int record = writer.BeginLength();
            Words(ref writer, 1, FrameBytes, 4);
            writer.WriteOpaque(packet);
            writer.EndLength(record);
            writer.EndLength(sample);
        }
    }

    private static void Words(ref XdrWriter writer, params ReadOnlySpan<uint> values)
    {
        foreach (uint value in values)
        {
            writer.WriteUInt32(value);
        }
    }

    private void WriteHead(Span<byte> target, int agent, uint uptimeMs)
    {
        Put(target, 8, Address(agent));
        Put(target, 16, ++_datagrams[agent]);
        Put(target, 20, uptimeMs);
    }

    private int WriteFlows(uint uptimeMs)
    {
        Span<byte> datagram = Slot;
        _template.CopyTo(datagram);
        int agent = (int)(_random.Next() % (ulong)_options.Agents);
        WriteHead(datagram, agent, uptimeMs);
        for (int i = 0; i < FlowSamples; i++)
        {
            ulong dice = _random.Next();
            int port = (int)((dice & 0xffff) % (uint)_options.Ports);
            uint sequence = ++_flows[(agent * _options.Ports) + port];
            Span<byte> sample = datagram[(HeadBytes + (i * SampleBytes) + 8)..];
            Put(sample, 0, sequence);
            Put(sample, 4, (uint)port + 1);
            Put(sample, 12, sequence * SamplingRate);
            Put(sample, 20, (uint)port + 1);
            Put(sample, 24, ((uint)port + 1) % (uint)_options.Ports + 1);
            WritePacket(sample[(32 + 8 + 16)..], dice >> 16);
        }

        return _template.Length;
    }

    private void WritePacket(Span<byte> packet, ulong dice)
    {
        uint victim = 0xc0a8_0000u | (uint)((dice & 0xffff) % (uint)_options.Victims);
        uint source = _options.Spoof ? (uint)_random.Next() & 0x7fff_ffff : 0x0800_0000u | (uint)(dice >> 16 & 0xfff);
        bool tcp = (dice >> 40 & 1) != 0;
        packet[23] = tcp ? (byte)6 : (byte)17;
        Put(packet, 26, source);
        Put(packet, 30, victim);
        packet[34] = 0;
        packet[35] = 53;
        BinaryPrimitives.WriteUInt16BigEndian(packet[36..], _options.Spoof && (dice >> 41 & 1) != 0 ? (ushort)(dice >> 16) : (ushort)443);
        packet[46] = 0x50;
        packet[47] = tcp ? (byte)0x12 : (byte)0;
    }

    private int WriteCounters(uint uptimeMs, int parts, ref long samples)
    {
        long number = _counterDatagrams++;
        int agent = (int)(number % _options.Agents);
        int part = (int)(number / _options.Agents % parts);
        uint round = (uint)(number / ((long)_options.Agents * parts)) + 1;
        int first = part * CounterSamples;
        int count = Math.Min(CounterSamples, _options.Ports - first);
        samples += count;
        byte[] buffer = new byte[SlotBytes];
        XdrWriter writer = new(buffer);
        Words(ref writer, 5, 1, 0, 0, 0, 0, (uint)count);
        for (int i = 0; i < count; i++)
        {
            WriteCounter(ref writer, (uint)(first + i + 1), round);
        }

        buffer.CopyTo(Slot);
        WriteHead(Slot, agent, uptimeMs);
        return writer.Position;
    }

    private static void WriteCounter(ref XdrWriter writer, uint port, uint round)
    {
        writer.WriteUInt32(2);
        int sample = writer.BeginLength();
        Words(ref writer, round, port, 2);
        Words(ref writer, 1, 88, port, 6);
        writer.WriteUInt64(10_000_000_000);
        Words(ref writer, 1, 3);
        writer.WriteUInt64((ulong)round * port * 1_000_000);
        Words(ref writer, round * 1000, 0, 0, 0, 0, 0);
        writer.WriteUInt64((ulong)round * port * 700_000);
        Words(ref writer, round * 900, 0, 0, 0, 0, 0);
        Words(ref writer, 2, 52, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        writer.EndLength(sample);
    }
}
