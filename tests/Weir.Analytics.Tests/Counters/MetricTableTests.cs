using Weir.Analytics.Agents;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;
using Weir.Wire.SFlow;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

public sealed class MetricTableTests
{
    private readonly CounterFeed _feed = new();

    [Fact]
    public void Update_FirstSample_GivesGaugesAndNoRates()
    {
        _feed.SendInterface(1, 10, RecordBody.Interface(3, inOctets: 5_000));

        Assert.Equal(1_000_000_000.0, _feed.Value("3", "ifspeed"));
        Assert.Equal("ethernetCsmacd", _feed.Value("3", "iftype"));
        Assert.Equal("full-duplex", _feed.Value("3", "ifdirection"));
        Assert.Equal("up", _feed.Value("3", "ifadminstatus"));
        Assert.Null(_feed.Value("3", "ifinoctets"));
        Assert.Null(_feed.Value("3", "ifinutilization"));
        Assert.Null(_feed.Value("3", "ifinpkts"));
    }

    [Fact]
    public void Update_SecondSample_GivesRatesPerSecondAndWhatFollowsFromThem()
    {
        _feed.SendInterface(1, 10, RecordBody.Interface(3, inOctets: 1_000, inUcast: 10, inMulticast: 5, inBroadcast: 1));
        _feed.SendInterface(2, 30, RecordBody.Interface(3, inOctets: 250_001_000, inUcast: 210, inMulticast: 45, inBroadcast: 11));

        // 250,000,000 bytes in 20 s are 12.5 MB/s: 100 Mbit/s of 1 Gbit/s.
        Assert.Equal(12_500_000, _feed.Number("3", "ifinoctets"), 6);
        Assert.Equal(10, _feed.Number("3", "ifinutilization"), 9);
        Assert.Equal(12.5, _feed.Number("3", "ifinpkts"), 9);
        Assert.Equal(0.0, _feed.Value("3", "ifoutoctets"));
    }

    [Fact]
    public void Update_BroadcastUnknown_SumsTheCountersThatAreKnown()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inUcast: 0, inMulticast: RecordBody.Unknown32, inBroadcast: RecordBody.Unknown32));
        _feed.SendInterface(2, 10, RecordBody.Interface(3, inUcast: 50, inMulticast: RecordBody.Unknown32, inBroadcast: RecordBody.Unknown32));

        Assert.Equal(5.0, _feed.Value("3", "ifinpkts"));
        Assert.Null(_feed.Value("3", "ifinmulticastpkts"));
    }

    [Fact]
    public void Update_NarrowCounterWraps_GivesTheStepAcrossTheWrap()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inUcast: uint.MaxValue - 99));
        _feed.SendInterface(2, 10, RecordBody.Interface(3, inUcast: 100));

        Assert.Equal(20.0, _feed.Value("3", "ifinucastpkts"));
    }

    [Fact]
    public void Update_WideCounterWraps_GivesTheStepAcrossTheWrap()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: ulong.MaxValue - 999));
        _feed.SendInterface(2, 10, RecordBody.Interface(3, inOctets: 1_000));

        Assert.Equal(200.0, _feed.Value("3", "ifinoctets"));
    }

    [Fact]
    public void Update_CounterGoesBack_GivesNoRateForThatIntervalOnly()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: 900_000_000_000, inUcast: 3_000_000_000));
        _feed.SendInterface(2, 10, RecordBody.Interface(3, inOctets: 100, inUcast: 5));

        // The packet counter alone would look like a wrap of 1.3 billion packets.
        Assert.Null(_feed.Value("3", "ifinoctets"));
        Assert.Null(_feed.Value("3", "ifinucastpkts"));

        _feed.SendInterface(3, 20, RecordBody.Interface(3, inOctets: 1_100, inUcast: 25));
        Assert.Equal(100.0, _feed.Value("3", "ifinoctets"));
        Assert.Equal(2.0, _feed.Value("3", "ifinucastpkts"));
    }

    [Fact]
    public void Update_SequenceReset_GivesNoRate()
    {
        _feed.SendInterface(5_000, 0, RecordBody.Interface(3, inOctets: 1_000));
        _feed.SendInterface(1, 10, RecordBody.Interface(3, inOctets: 9_000));

        Assert.Null(_feed.Value("3", "ifinoctets"));
    }

    [Fact]
    public void Update_UptimeWentBack_GivesNoRateEvenWhenTheSequenceGoesOn()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: 1_000), uptimeMs: 100_000);
        _feed.SendInterface(2, 10, RecordBody.Interface(3, inOctets: 9_000), uptimeMs: 2_000);

        Assert.Null(_feed.Value("3", "ifinoctets"));
        Assert.Equal(1, _feed.State.Restarts);
    }

    [Fact]
    public void Update_DuplicateAndLateSamples_ChangeNothing()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: 0));
        _feed.SendInterface(3, 20, RecordBody.Interface(3, inOctets: 2_000));
        _feed.SendInterface(3, 21, RecordBody.Interface(3, inOctets: 2_000));
        _feed.SendInterface(2, 22, RecordBody.Interface(3, inOctets: 1_000));

        Assert.Equal(100.0, _feed.Value("3", "ifinoctets"));
        SampleSequences counters = _feed.State.FindSource("3")!.Counters!.Value;
        Assert.Equal(1, counters.Duplicates);
        Assert.Equal(1, counters.OutOfOrder);
        Assert.Equal(0, counters.Lost);
    }

    [Fact]
    public void Update_PollsLost_GivesTheRateOverTheLongerInterval()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: 0));
        _feed.SendInterface(5, 80, RecordBody.Interface(3, inOctets: 80_000));

        Assert.Equal(1_000.0, _feed.Value("3", "ifinoctets"));
        Assert.Equal(3, _feed.State.FindSource("3")!.Counters!.Value.Lost);
    }

    [Fact]
    public void Update_DelayedOnTheWay_UsesTheAgentsClock()
    {
        _feed.SendInterface(1, 10, RecordBody.Interface(3, inOctets: 0), uptimeMs: 10_000);
        _feed.SendInterface(2, 21.5, RecordBody.Interface(3, inOctets: 10_000), uptimeMs: 20_000);

        Assert.Equal(1_000.0, _feed.Value("3", "ifinoctets"));
    }

    [Fact]
    public void Update_AgentClockStandsStill_UsesTheArrivalClock()
    {
        _feed.SendInterface(1, 10, RecordBody.Interface(3, inOctets: 0), uptimeMs: 7);
        _feed.SendInterface(2, 20, RecordBody.Interface(3, inOctets: 10_000), uptimeMs: 7);

        Assert.Equal(1_000.0, _feed.Value("3", "ifinoctets"));
    }

    [Fact]
    public void Update_ImplausibleStep_GivesNoRate()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: 0));
        _feed.SendInterface(2, 1, RecordBody.Interface(3, inOctets: 1ul << 62));

        Assert.Null(_feed.Value("3", "ifinoctets"));
    }

    [Fact]
    public void Update_ServiceRouterAccessPoint_DoesNotTakeIdentifiersForASpeed()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(77, speed: (1234ul << 32) | 5, inOctets: 0, type: 1));
        _feed.SendInterface(2, 10, RecordBody.Interface(77, speed: (1234ul << 32) | 5, inOctets: 1_000, type: 1));

        Assert.Equal(100.0, _feed.Value("3", "ifinoctets"));
        Assert.Null(_feed.Value("3", "ifspeed"));
        Assert.Null(_feed.Value("3", "ifinutilization"));
    }

    [Fact]
    public void Update_RecordCutShort_TakesWhatIsThereAndCountsIt()
    {
        _feed.SendInterface(1, 0, RecordBody.Interface(3)[..16]);

        Assert.Equal(1_000_000_000.0, _feed.Value("3", "ifspeed"));
        Assert.Null(_feed.Value("3", "ifdirection"));
        Assert.Equal(1, _feed.State.Errors(DecodeError.RecordTooShort));
    }

    [Fact]
    public void Update_EveryStructureCutAtEveryLength_NeverThrows()
    {
        uint sequence = 0;
        uint[] tags =
        [
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1001, 1002, 1004, 1005, 2000, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010,
            2100, 2101, 2102, 2103, 2104, 2105, 2106, 2200, 2201, 2202, 2203, 2204, 2205, 2206, 2207, 3000, 3001, 3002, 3003,
            DataFormat.Make(4413, 1), DataFormat.Make(4413, 2), DataFormat.Make(4413, 3), DataFormat.Make(5703, 1),
        ];
        foreach (uint tag in tags)
        {
            foreach (byte fill in new byte[] { 0, 1, 0xff })
            {
                for (int length = 0; length <= 148; length += 4)
                {
                    byte[] body = new byte[length];
                    Array.Fill(body, fill);
                    _feed.Send(new DataSource(tag % 2 == 0 ? 3u : 0u, 3), ++sequence, sequence, tag, body);
                }
            }
        }

        Assert.Empty(_feed.Table.UnknownFormats);
        Assert.True(_feed.State.Errors(DecodeError.RecordTooShort) > 1_000);
    }

    [Fact]
    public void Update_UnknownStructure_IsCountedByItsTag()
    {
        _feed.Send(new DataSource(0, 3), 1, 0, DataFormat.Make(25506, 1003), [1, 2, 3, 4]);
        _feed.Send(new DataSource(0, 3), 2, 1, 2002, RecordBody.Of(2u, 1u));

        Assert.Equal(1, Assert.Single(_feed.Table.UnknownFormats).Value);
    }

    [Fact]
    public void Value_NotUpdatedForItsLifetime_IsGone()
    {
        _feed.SendInterface(1, 100, RecordBody.Interface(3));

        Assert.NotNull(_feed.Value("3", "ifspeed", nowSeconds: 399));
        Assert.Null(_feed.Value("3", "ifspeed", nowSeconds: 401));
    }

    [Fact]
    public void Matches_Filter_LooksAtTheRowsMetrics()
    {
        _feed.SendInterface(1, 100, RecordBody.Interface(3));
        DataSourceState source = _feed.State.FindSource("3")!;

        Assert.True(_feed.Table.Matches(source, MetricFilter.FromPairs([("ifspeed", "1000000000"), ("iftype", "ether*")])!));
        Assert.False(_feed.Table.Matches(source, MetricFilter.FromPairs([("ifspeed", "10000000000")])!));
        Assert.False(_feed.Table.Matches(source, MetricFilter.FromPairs([("ifname", "*")])!));
    }

    [Fact]
    public void Watcher_MetricUpdated_IsToldOfNumbersItWants()
    {
        Recorder recorder = new();
        _feed.Table.Watcher = recorder;
        _feed.SendInterface(1, 0, RecordBody.Interface(3, inOctets: 0));
        _feed.SendInterface(2, 10, RecordBody.Interface(3, inOctets: 1_000));

        Assert.Equal([("3", "ifinoctets", 100.0, 10_000_000L)], recorder.Updates);
    }

    private sealed class Recorder : ICounterWatcher
    {
        public List<(string Source, string Metric, double Value, long TimeUs)> Updates { get; } = [];

        public bool Watches(string metric) => metric == "ifinoctets";

        public void Updated(DataSourceState source, string metric, double value, long timeUs) =>
            Updates.Add((source.Text, metric, value, timeUs));
    }
}
