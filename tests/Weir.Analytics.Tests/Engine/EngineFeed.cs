using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>An engine on a replay clock and what is needed to feed it sample by sample.</summary>
public sealed class EngineFeed : IDisposable
{
    public const long StartUs = 1_700_000_000_000_000;

    public static readonly NetworkAddress Agent1 = NetworkAddress.FromV4(0x0a000001);
    public static readonly NetworkAddress Agent2 = NetworkAddress.FromV4(0x0a000002);

    private readonly byte[] _buffer = new byte[65536];
    private uint _sequence;

    public EngineFeed(Action<AnalyticsOptions>? configure = null)
    {
        AnalyticsOptions options = new() { ReplayClock = true };
        configure?.Invoke(options);
        Engine = new AnalyticsEngine(options, TimeProvider.System, NullLogger.Instance);
        Engine.ThresholdCrossed += Events.Add;
        Engine.FlowRecorded += Records.Add;
    }

    public AnalyticsEngine Engine { get; }

    public List<ThresholdEvent> Events { get; } = [];

    public List<FlowRecord> Records { get; } = [];

    /// <summary>Where datagrams go; null for the own engine's shard of that agent.</summary>
    public Shard? Target { get; set; }

    public long TimeUs { get; set; } = StartUs;

    /// <summary>When the agents send, by their own clocks; null for the moment of arrival.</summary>
    public long? SentUs { get; set; }

    /// <summary>How often each datagram arrives.</summary>
    public int Copies { get; set; } = 1;

    private uint UptimeMs => (uint)(((SentUs ?? TimeUs) - StartUs) / 1000);

    public static byte[] Udp(string source = "192.0.2.1", string destination = "198.51.100.1", int sourcePort = 1000, int destinationPort = 53) =>
        new PacketBuilder().Ethernet().Ip4(source, destination).Udp(sourcePort, destinationPort).Payload(18).Build();

    public static byte[] Tcp(string source = "192.0.2.1", string destination = "198.51.100.1", int sourcePort = 1000, int destinationPort = 80, int flags = 0x10) =>
        new PacketBuilder().Ethernet().Ip4(source, destination).Tcp(sourcePort, destinationPort, flags).Build();

    public void SetFlow(string name, string json) => Engine.SetFlow(name, FlowDefinition.FromJson(JsonDocument.Parse(json).RootElement));

    public void SetThreshold(string name, string json) => Engine.SetThreshold(name, ThresholdDefinition.FromJson(JsonDocument.Parse(json).RootElement));

    /// <summary>One datagram with one sample at the current time.</summary>
    public void Sample(byte[] packet, uint rate = 1, uint port = 1, NetworkAddress? agent = null, uint? output = null, uint? input = null, uint frameLength = 0)
    {
        DatagramWriter writer = new(_buffer, agent ?? Agent1, 0, ++_sequence, UptimeMs);
        writer.BeginFlowSample(new FlowSampleHeader
        {
            Sequence = _sequence,
            Source = new DataSource(0, port),
            SamplingRate = rate,
            Input = new InterfaceId(InterfaceFormat.Single, input ?? port),
            Output = new InterfaceId(InterfaceFormat.Single, output ?? port + 1),
        });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = frameLength == 0 ? (uint)packet.Length : frameLength, Header = packet });
        writer.EndSample();
        Process(writer.Finish(), agent ?? Agent1);
    }

    public void Discard(byte[] packet, uint reason = 1)
    {
        DatagramWriter writer = new(_buffer, Agent1, 0, ++_sequence, UptimeMs);
        writer.BeginDiscardedPacket(new DiscardedPacketHeader { Sequence = _sequence, Source = new DataSource(0, 1), InputIfIndex = 1, Reason = reason });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = (uint)packet.Length, Header = packet });
        writer.EndSample();
        Process(writer.Finish(), Agent1);
    }

    public void Gauge(string name, double value)
    {
        DatagramWriter writer = new(_buffer, Agent1, 0, ++_sequence, UptimeMs);
        writer.BeginRtMetric("q"u8);
        writer.WriteGauge(name, value);
        writer.EndSample();
        Process(writer.Finish(), Agent1);
    }

    public void CustomFlow(string host, ulong size)
    {
        DatagramWriter writer = new(_buffer, Agent1, 0, ++_sequence, UptimeMs);
        writer.BeginRtFlow("app"u8, 10, 0);
        writer.WriteText("apphost", host);
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, size);
        writer.WriteField(new RtField { Name = "appsize"u8, Type = RtFieldType.Int64, Value = bytes });
        writer.EndSample();
        Process(writer.Finish(), Agent1);
    }

    public void Process(ReadOnlySpan<byte> datagram, NetworkAddress source)
    {
        Shard shard = Target ?? Engine.Shards[(int)(source.Low % (ulong)Engine.Shards.Count)];
        shard.Enter();
        for (int copy = 0; copy < Copies; copy++)
        {
            shard.Process(datagram, source, TimeUs, 0);
        }

        shard.Exit();
    }

    /// <summary>A constant stream: one sample every <paramref name="intervalMs"/>, the last at the end.</summary>
    public void Stream(byte[] packet, double seconds, double intervalMs, uint rate = 1, uint port = 1)
    {
        long end = TimeUs + (long)(seconds * 1e6);
        while (TimeUs + (intervalMs * 1000) <= end)
        {
            TimeUs += (long)(intervalMs * 1000);
            Sample(packet, rate, port);
        }

        TimeUs = end;
    }

    public void AdvanceSeconds(double seconds)
    {
        TimeUs += (long)(seconds * 1e6);
        foreach (Shard shard in Engine.Shards)
        {
            shard.Enter();
            shard.AdvanceTo(TimeUs);
            shard.Exit();
        }
    }

    /// <summary>The agent starts again: its next datagram is numbered from the beginning.</summary>
    public void RestartAgent() => _sequence = 0;

    public async Task FlushAsync() => await Engine.FlushAsync(TestContext.Current.CancellationToken);

    public double Value(string flow, string? key = null) =>
        Engine.ActiveFlows("ALL", flow).Where(row => key is null || row.Key == key).Select(row => row.Value).FirstOrDefault();

    public void Dispose() => Engine.Dispose();
}
