using Weir.Analytics;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Web.Tests;

/// <summary>An agent, 10.0.0.1, that feeds an engine on a replay clock.</summary>
internal sealed class Feed(AnalyticsEngine engine)
{
    public const string Agent = "10.0.0.1";

    private const long StartUs = 1_700_000_000_000_000;
    private static readonly NetworkAddress Address = NetworkAddress.FromV4(0x0a000001);

    private readonly byte[] _buffer = new byte[4096];
    private uint _sequence;
    private long _timeUs = StartUs;

    public static AnalyticsOptions Replay => new() { ReplayClock = true };

    /// <summary>Time passes.</summary>
    public void Wait(double seconds) => _timeUs += (long)(seconds * 1e6);

    /// <summary>One sampled packet of 1000 bytes on a port.</summary>
    public void Packet(string source = "192.0.2.1", string destination = "198.51.100.1", uint port = 3)
    {
        byte[] header = new PacketBuilder().Ethernet().Ip4(source, destination).Udp(1000, 53).Payload(18).Build();
        DatagramWriter writer = Begin();
        writer.BeginFlowSample(new FlowSampleHeader
        {
            Sequence = _sequence,
            Source = new DataSource(0, port),
            SamplingRate = 100,
            SamplePool = _sequence * 100,
            Input = new InterfaceId(InterfaceFormat.Single, port),
            Output = new InterfaceId(InterfaceFormat.Single, port + 1),
        });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 1000, Header = header });
        writer.EndSample();
        Process(writer.Finish());
    }

    /// <summary>Half a second of traffic, then everything is handed on.</summary>
    public async Task StreamAsync(int packets = 100, string source = "192.0.2.1")
    {
        for (int i = 0; i < packets; i++)
        {
            Wait(0.005);
            Packet(source);
        }

        await engine.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Counters of interface 3, ten seconds after the last ones, and the host's name.</summary>
    public void Counters(ulong octets)
    {
        Wait(10);
        DatagramWriter writer = Begin();
        writer.BeginCounterSample(_sequence, new DataSource(0, 3));
        writer.Write(new InterfaceCounters { IfIndex = 3, IfType = 6, IfSpeed = 1_000_000_000, IfStatus = 3, IfDirection = 1, IfInOctets = octets });
        writer.EndSample();
        Process(writer.Finish());
    }

    /// <summary>A datagram whose one sample ends too early.</summary>
    public void Broken()
    {
        DatagramWriter writer = Begin();
        writer.BeginCounterSample(_sequence, new DataSource(0, 3));
        writer.EndSample();
        ReadOnlySpan<byte> whole = writer.Finish();
        Process(whole[..^6]);
    }

    private DatagramWriter Begin() => new(_buffer, Address, 0, ++_sequence, (uint)((_timeUs - StartUs) / 1000));

    private void Process(ReadOnlySpan<byte> datagram)
    {
        Shard shard = engine.Shards[0];
        shard.Enter();
        shard.Process(datagram, Address, _timeUs, 0);
        shard.Exit();
    }
}
