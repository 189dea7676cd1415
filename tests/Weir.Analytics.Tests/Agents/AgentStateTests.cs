using Weir.Analytics.Agents;
using Weir.Wire.SFlow;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Agents;

public sealed class AgentStateTests
{
    private static readonly NetworkAddress Address = NetworkAddress.FromV4(0xc0000201);
    private static readonly NetworkAddress Router = NetworkAddress.FromV4(0xc0000202);

    private readonly AgentState _agent = new(Address);

    [Fact]
    public void OnDatagram_TwoSubAgents_AreNumberedApart()
    {
        _agent.OnDatagram(0, 100, 1_000, Address, 0);
        _agent.OnDatagram(1, 7, 99, Router, 1);
        _agent.OnDatagram(0, 101, 2_000, Address, 2);
        _agent.OnDatagram(1, 9, 1_099, Router, 3);

        Assert.Equal(1, _agent.DatagramsLost);
        Assert.Equal(4, _agent.Datagrams);
        Assert.Equal([Address, Router], _agent.DatagramSources);
    }

    [Fact]
    public void OnDatagram_LateWithinTolerance_IsNoRestart()
    {
        _agent.OnDatagram(0, 1, 10_000, Address, 0);
        _agent.OnDatagram(0, 3, 12_000, Address, 1);
        _agent.OnDatagram(0, 2, 11_000, Address, 2);

        Assert.Equal(0, _agent.Restarts);
        Assert.Equal(0, _agent.DatagramsLost);
        Assert.Equal(1, _agent.DatagramsOutOfOrder);
    }

    [Fact]
    public void OnDatagram_UptimeFallsBack_RestartsItsSources()
    {
        _agent.OnDatagram(0, 20, 60_000, Address, 0);
        DataSourceState source = _agent.GetOrAddSource(new DataSource(0, 1), 10)!;
        source.OnFlowSample(20, 400, 8_000, 5, 0);
        _agent.OnDatagram(0, 1, 1_000, Address, 10_000_000);
        source.OnFlowSample(1, 400, 400, 0, 10_000_000);

        Assert.Equal(1, _agent.Restarts);
        Assert.Equal(0, _agent.DatagramsDuplicates + _agent.DatagramsOutOfOrder + _agent.DatagramsLost);
        Assert.Equal(0, source.Flows!.Value.OutOfOrder + source.Flows!.Value.Duplicates + source.Flows!.Value.Lost);
        Assert.Equal(0, source.FlowDrops);
        Assert.Null(source.EffectiveSamplingRate);
    }

    [Fact]
    public void OnDatagram_UptimeWraps_IsNoRestart()
    {
        _agent.OnDatagram(0, 1, uint.MaxValue - 500, Address, 0);
        _agent.OnDatagram(0, 2, 500, Address, 1_000_000);

        Assert.Equal(0, _agent.Restarts);
    }

    [Fact]
    public void OnDatagram_ManySources_RemembersEight()
    {
        for (uint i = 0; i < 20; i++)
        {
            _agent.OnDatagram(0, i, i, NetworkAddress.FromV4(i), i);
        }

        Assert.Equal(AgentState.MaxDatagramSources, _agent.DatagramSources.Count);
    }

    [Fact]
    public void OnFlowSample_LostSamples_MakeTheEffectiveRateCoarser()
    {
        _agent.OnDatagram(0, 1, 1, Address, 0);
        DataSourceState source = _agent.GetOrAddSource(new DataSource(0, 1), 10)!;
        source.OnFlowSample(1, 100, 1_000, 0, 0);
        source.OnFlowSample(2, 100, 1_100, 0, 1);
        source.OnFlowSample(4, 100, 1_300, 3, 2);

        // 300 packets passed for two samples received.
        Assert.Equal(150, source.EffectiveSamplingRate);
        Assert.Equal(1, source.Flows!.Value.Lost);
        Assert.Equal(3, source.FlowDrops);

        source.OnFlowSample(3, 100, 1_200, 1, 3);
        Assert.Equal(100, source.EffectiveSamplingRate);
        Assert.Equal(3, source.FlowDrops);
    }

    [Fact]
    public void OnFlowSample_RateChanges_MeasuresTheNewOne()
    {
        DataSourceState source = _agent.GetOrAddSource(new DataSource(0, 1), 10)!;
        source.OnFlowSample(1, 100, 1_000, 0, 0);
        source.OnFlowSample(2, 100, 1_100, 0, 1);
        source.OnFlowSample(3, 50, 1_200, 0, 2);
        Assert.Null(source.EffectiveSamplingRate);
        source.OnFlowSample(4, 50, 1_250, 0, 3);

        Assert.Equal(50, source.EffectiveSamplingRate);
        Assert.Equal(50u, source.SamplingRate);
    }

    [Fact]
    public void OnFlowSample_PoolAndDropsWrap_GoOn()
    {
        DataSourceState source = _agent.GetOrAddSource(new DataSource(0, 1), 10)!;
        source.OnFlowSample(1, 100, uint.MaxValue - 49, uint.MaxValue, 0);
        source.OnFlowSample(2, 100, 50, 1, 1);

        Assert.Equal(100, source.EffectiveSamplingRate);
        Assert.Equal(2, source.FlowDrops);
    }

    [Fact]
    public void OnCounterSample_ThreePolls_GivesTheirMeanInterval()
    {
        DataSourceState source = _agent.GetOrAddSource(new DataSource(0, 1), 10)!;
        source.OnCounterSample(1, 1_000_000);
        source.OnCounterSample(2, 21_000_000);
        source.OnCounterSample(2, 21_500_000);
        source.OnCounterSample(3, 40_000_000);

        Assert.Equal(19_500, source.EffectivePollingIntervalMs);
    }

    [Fact]
    public void OnDiscard_Drops_AreDeltas()
    {
        DataSourceState source = _agent.GetOrAddSource(new DataSource(2, 1), 10)!;
        source.OnDiscard(1, 40, 0);
        source.OnDiscard(2, 47, 1);

        Assert.Equal(7, source.NotificationDrops);
    }

    [Fact]
    public void GetOrAddSource_Full_RefusesUntilOldOnesAreSilent()
    {
        _agent.OnDatagram(0, 1, 1, Address, 1_000_000);
        Assert.NotNull(_agent.GetOrAddSource(new DataSource(3, 1), 1));
        Assert.Null(_agent.GetOrAddSource(new DataSource(3, 2), 1));

        _agent.OnDatagram(0, 2, 2, Address, 1_000_000 + DataSourceState.IdleUs + 1_000_000);
        Assert.NotNull(_agent.GetOrAddSource(new DataSource(3, 2), 1));
        Assert.Null(_agent.FindSource("3.1"));
    }

    [Fact]
    public void CountError_Twice_CountsThatErrorOnly()
    {
        _agent.CountError(DecodeError.SampleTooShort);
        _agent.CountError(DecodeError.SampleTooShort);

        Assert.Equal(2, _agent.Errors(DecodeError.SampleTooShort));
        Assert.Equal(0, _agent.Errors(DecodeError.RecordTooShort));
    }

    [Fact]
    public void Summary_PartsOfTwoShards_AreAdded()
    {
        AgentState other = new(Address);
        _agent.OnDatagram(0, 1, 5, Address, 1_000_000);
        other.OnDatagram(1, 1, 9, Router, 3_000_000);
        other.OnDatagram(1, 3, 10, Router, 4_000_000);
        AgentSummary summary = new();
        summary.Add(_agent);
        summary.Add(other);
        AgentInfo info = summary.ToInfo(5_000_000);

        Assert.Equal(3, info.DatagramsReceived);
        Assert.Equal(1, info.DatagramsLost);
        Assert.Equal(4_000, info.FirstSeen);
        Assert.Equal(1_000, info.LastSeen);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], info.DatagramSources);
    }

    [Theory]
    [InlineData("10", true, 0u, 10u)]
    [InlineData("2.1", true, 2u, 1u)]
    [InlineData("rack", false, 0u, 0u)]
    [InlineData("1.2.3", false, 1u, 0u)]
    public void TryParse_Text_ReadsClassAndIndex(string text, bool expected, uint sourceClass, uint index)
    {
        bool read = DataSourceState.TryParse(text, out DataSource source);

        Assert.Equal(expected, read);
        Assert.Equal(expected ? new DataSource(sourceClass, index) : source, source);
    }
}
