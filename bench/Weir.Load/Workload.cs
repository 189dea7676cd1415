using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Load;

/// <summary>Generates the datagrams of a workload (sFlow v5), one after another.</summary>
internal sealed class Workload
{
    /// <summary>Where the datagram's sequence number is, for senders that repeat a datagram.</summary>
    public const int SequenceOffset = 16;

    public const int MaxDatagramBytes = 65_507;
    private const int FrameBuffer = 256;
    private const int FrameCheckBytes = 4;
    private const int CounterSamples = 7;
    private const int Ports = 48;

    private readonly WorkloadOptions _options;
    private readonly SplitMix _random;
    private readonly FlowKeys _keys;
    private readonly uint[] _datagramSequence;
    private readonly uint[] _flowSequence;
    private readonly uint[] _counterSequence;
    private readonly byte[] _frame = new byte[FrameBuffer];
    private readonly byte[] _buffer = new byte[MaxDatagramBytes];
    private long _datagrams;

    public Workload(WorkloadOptions options)
    {
        _options = options;
        _random = new SplitMix(options.Seed);
        _keys = new FlowKeys(options, _random);
        _datagramSequence = new uint[options.Agents];
        _flowSequence = new uint[options.Agents];
        _counterSequence = new uint[options.Agents];
    }

    /// <summary>Agent of the datagram made last, from 0.</summary>
    public int Agent { get; private set; }

    /// <summary>Flow samples in the datagram made last.</summary>
    public int FlowSamples { get; private set; }

    /// <summary>Counter samples in the datagram made last.</summary>
    public int CounterSamplesMade { get; private set; }

    /// <summary>Address of an agent as 32 bits.</summary>
    public static uint Address(int agent) => 0x0aff_0000u | (uint)(agent + 1);

    /// <summary>The next sequence number of an agent.</summary>
    public uint NextSequence(int agent) => ++_datagramSequence[agent];

    /// <summary>Makes the next datagram; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(uint uptimeMs)
    {
        bool counters = _options.CounterEvery > 0 && _datagrams % (_options.CounterEvery + 1) == _options.CounterEvery;
        Agent = (int)(_random.Next() % (ulong)_options.Agents);
        _datagrams++;
        FlowSamples = counters ? 0 : _options.SamplesPerDatagram;
        CounterSamplesMade = counters ? CounterSamples : 0;
        XdrWriter writer = new(_buffer);
        WriteEnvelope(ref writer, FlowSamples + CounterSamplesMade, uptimeMs);
        for (int i = 0; i < FlowSamples; i++)
        {
            WriteFlowSample(ref writer);
        }

        for (int i = 0; i < CounterSamplesMade; i++)
        {
            WriteCounterSample(ref writer);
        }

        return _buffer.AsSpan(0, writer.Position);
    }

    private static void WriteAll(ref XdrWriter writer, params ReadOnlySpan<uint> values)
    {
        foreach (uint value in values)
        {
            writer.WriteUInt32(value);
        }
    }

    private void WriteEnvelope(ref XdrWriter writer, int samples, uint uptimeMs) =>
        WriteAll(ref writer, 5, 1, Address(Agent), 0, NextSequence(Agent), uptimeMs, (uint)samples);

    private void WriteFlowSample(ref XdrWriter writer)
    {
        ref readonly FlowTuple tuple = ref _keys.Draw(_random);
        uint sequence = ++_flowSequence[Agent];
        writer.WriteUInt32(1);
        int sample = writer.BeginLength();
        uint records = 1u + (_options.WithSwitch ? 1u : 0) + (_options.WithRouter ? 1u : 0);
        WriteAll(ref writer, sequence, tuple.Input, _options.SamplingRate, sequence * _options.SamplingRate, 0, tuple.Input, tuple.Output, records);
        writer.WriteUInt32(1);
        int record = writer.BeginLength();
        WriteAll(ref writer, 1, tuple.FrameBytes, FrameCheckBytes);
        writer.WriteOpaque(MakeFrame(tuple));
        writer.EndLength(record);
        if (_options.WithSwitch)
        {
            WriteAll(ref writer, 1001, 16, tuple.Vlan, 0, tuple.Vlan, 0);
        }

        if (_options.WithRouter)
        {
            WriteAll(ref writer, 1002, 16, 1, 0x0afe_0001, 24, 16);
        }

        writer.EndLength(sample);
    }

    private ReadOnlySpan<byte> MakeFrame(in FlowTuple tuple)
    {
        Span<byte> frame = _frame;
        frame[..54].Clear();
        int ipBytes = tuple.FrameBytes - 18;
        WriteEthernetAndIp(frame, tuple, ipBytes);
        BinaryPrimitives.WriteUInt16BigEndian(frame[34..], tuple.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(frame[36..], tuple.DestinationPort);
        if (tuple.Protocol == 6)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(frame[38..], (uint)_random.Next());
            BinaryPrimitives.WriteUInt32LittleEndian(frame[42..], (uint)_random.Next());
            frame[46] = 0x50;
            frame[47] = 0x10;
            frame[48] = frame[49] = 0xff;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[38..], (ushort)(ipBytes - 20));
        }

        Span<byte> word = stackalloc byte[8];
        for (int i = 54; i < FrameBuffer; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, _random.Next());
            word[..Math.Min(8, FrameBuffer - i)].CopyTo(frame[i..]);
        }

        return frame[..Math.Min(tuple.FrameBytes - FrameCheckBytes, _options.HeaderBytes)];
    }

    private void WriteEthernetAndIp(Span<byte> frame, in FlowTuple tuple, int ipBytes)
    {
        frame[0] = frame[6] = 0x02;
        BinaryPrimitives.WriteUInt32BigEndian(frame[2..], tuple.Destination);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], tuple.Source);
        frame[12] = 0x08;
        frame[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], (ushort)ipBytes);
        frame[18] = (byte)_random.Next();
        frame[19] = (byte)_random.Next();
        frame[20] = 0x40;
        frame[22] = 61;
        frame[23] = tuple.Protocol;
        BinaryPrimitives.WriteUInt32BigEndian(frame[26..], tuple.Source);
        BinaryPrimitives.WriteUInt32BigEndian(frame[30..], tuple.Destination);
    }

    // Interface counters and Ethernet counters of the agent's ports in turn.
    private void WriteCounterSample(ref XdrWriter writer)
    {
        uint port = 1 + (_counterSequence[Agent] % Ports);
        uint sequence = ++_counterSequence[Agent];
        writer.WriteUInt32(2);
        int sample = writer.BeginLength();
        WriteAll(ref writer, sequence, port, 2);
        WriteAll(ref writer, 1, 88, port, 6);
        writer.WriteUInt64(10_000_000_000);
        WriteAll(ref writer, 1, 3);
        writer.WriteUInt64((ulong)sequence * 1_234_567);
        WriteAll(ref writer, sequence * 1000, 0, 0, 0, 0, 0);
        writer.WriteUInt64((ulong)sequence * 7_654_321);
        WriteAll(ref writer, sequence * 900, 0, 0, 0, 0, 0);
        WriteAll(ref writer, 2, 52, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        writer.EndLength(sample);
    }
}
