using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>What is received twice counts once; what only looks like it counts.</summary>
public sealed class RepeatedSampleTests : IDisposable
{
    private static readonly byte[] Packet = EngineFeed.Udp();

    private readonly EngineFeed _feed = new();
    private uint _uptimeMs = 100_000;

    public RepeatedSampleTests() => _feed.SetFlow("f", """{"value":"frames","t":600}""");

    private long Counted => _feed.Engine.Statistics().FlowSamples - Repeated;

    private long Repeated => _feed.Engine.Statistics().RepeatedSamples;

    [Fact]
    public void Process_SameDatagramAgain_IsCountedOnceAndNoted()
    {
        byte[] first = Make(1, (1, 100), (2, 200));
        byte[] second = Make(2, (3, 300));
        Send(first);
        Send(second);
        Send(first);
        Send(second);

        Assert.Equal((3, 3), (Counted, Repeated));
        Assert.Equal(2, _feed.Engine.Agents()["10.0.0.1"].DatagramsDuplicates);
        Assert.Equal(3, _feed.Engine.Agents()["10.0.0.1"].FlowDuplicateSamples);
    }

    [Fact]
    public void Process_SameSampleInAnotherDatagram_IsCountedOnce()
    {
        Send(Make(1, (1, 100), (2, 200)));
        Send(Make(2, (2, 200), (3, 300)));

        Assert.Equal((3, 1), (Counted, Repeated));
    }

    [Fact]
    public void Process_SequenceNeverMoves_CountsEverything()
    {
        for (uint i = 1; i <= 20; i++)
        {
            _uptimeMs += 10;
            Send(Make(0, (0, i * 100)));
        }

        Assert.Equal((20, 0), (Counted, Repeated));
    }

    [Fact]
    public void Process_SequenceAndPoolNeverMove_CountsEverything()
    {
        for (int i = 0; i < 20; i++)
        {
            _uptimeMs += 10;
            Send(Make(7, (7, 0)));
        }

        Assert.Equal((20, 0), (Counted, Repeated));
    }

    [Fact]
    public void Process_AgentStartsAgainAfterAFewDatagrams_CountsEverything()
    {
        // Less than five seconds back, and numbers that were seen: nothing but the bytes tells it from a repetition.
        _uptimeMs = 2_000;
        Send(Make(1, (1, 100)));
        Send(Make(2, (2, 230)));
        _uptimeMs = 500;
        Send(Make(1, (1, 90)));
        Send(Make(2, (2, 180)));

        Assert.Equal((4, 0), (Counted, Repeated));
    }

    [Fact]
    public void Process_RepeatedAcrossTheRestart_IsCountedOnce()
    {
        Send(Make(1, (1, 100)));
        _uptimeMs = 100;
        byte[] restarted = Make(1, (1, 110));
        Send(restarted);
        Send(restarted);

        Assert.Equal((2, 1), (Counted, Repeated));
    }

    [Fact]
    public void Process_SameNumberFromAnotherSubAgent_CountsBoth()
    {
        Send(Make(1, 0, (1, 100)));
        Send(Make(1, 1, (1, 100)));

        Assert.Equal((2, 0), (Counted, Repeated));
    }

    public void Dispose() => _feed.Dispose();

    private void Send(byte[] datagram) => _feed.Process(datagram, EngineFeed.Agent1);

    private byte[] Make(uint sequence, params (uint Sequence, uint Pool)[] samples) => Make(sequence, 0, samples);

    private byte[] Make(uint sequence, uint subAgent, params (uint Sequence, uint Pool)[] samples)
    {
        DatagramWriter writer = new(new byte[4096], EngineFeed.Agent1, subAgent, sequence, _uptimeMs);
        foreach ((uint number, uint pool) in samples)
        {
            writer.BeginFlowSample(new FlowSampleHeader
            {
                Sequence = number,
                Source = new DataSource(0, 1),
                SamplingRate = 100,
                SamplePool = pool,
                Input = new InterfaceId(InterfaceFormat.Single, 1),
                Output = new InterfaceId(InterfaceFormat.Single, 2),
            });
            writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = (uint)Packet.Length, Header = Packet });
            writer.EndSample();
        }

        return writer.Finish().ToArray();
    }
}
