using Weir.Analytics;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Scripting.Tests;

/// <summary>Feeds an engine on a replay clock with datagrams of one sample each.</summary>
internal sealed class SampleFeed(AnalyticsEngine engine)
{
    private const long StartUs = 1_700_000_000_000_000;

    private static readonly NetworkAddress Agent = NetworkAddress.FromV4(0x0a000001);

    private readonly byte[] _buffer = new byte[2048];
    private uint _sequence;
    private long _timeUs = StartUs;

    public void Sample(byte[] packet, uint rate = 1, uint port = 3)
    {
        _timeUs += 1_000;
        DatagramWriter writer = new(_buffer, Agent, 0, ++_sequence, (uint)((_timeUs - StartUs) / 1000));
        writer.BeginFlowSample(new FlowSampleHeader
        {
            Sequence = _sequence,
            Source = new DataSource(0, port),
            SamplingRate = rate,
            Input = new InterfaceId(InterfaceFormat.Single, port),
            Output = new InterfaceId(InterfaceFormat.Single, port + 1),
        });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = (uint)packet.Length, Header = packet });
        writer.EndSample();
        Process(writer.Finish());
    }

    /// <summary>Counters of two interfaces, of which the first has a name.</summary>
    public void Counters()
    {
        _timeUs += 10_000_000;
        DatagramWriter writer = new(_buffer, Agent, 0, ++_sequence, (uint)((_timeUs - StartUs) / 1000));
        for (uint port = 3; port <= 4; port++)
        {
            writer.BeginCounterSample(_sequence, new DataSource(0, port));
            writer.Write(new InterfaceCounters { IfIndex = port, IfType = 6, IfSpeed = 1_000_000_000, IfStatus = 3, IfDirection = 1 });
            if (port == 3)
            {
                writer.Write(new PortName { Name = "swp3"u8 });
            }

            writer.EndSample();
        }

        Process(writer.Finish());
    }

    private void Process(ReadOnlySpan<byte> datagram)
    {
        Shard shard = engine.Shards[0];
        shard.Enter();
        shard.Process(datagram, Agent, _timeUs, 0);
        shard.Exit();
    }
}
