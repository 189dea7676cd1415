using Weir.Export.Sinks;
using Weir.Export.Sinks.RemoteWrite;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.RemoteWrite;

public class RemoteWriteSinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_PointsOfSeveralSeries_ArriveWithSortedNormalLabels()
    {
        await using RemoteWriteReceiver receiver = await StartAsync();
        await using IMetricSink sink = Create(receiver, ("labels.env", "lab"), ("labels.agent", "never"));
        SendResult result = await sink.SendAsync(
            [
                Points.Of("ifinoctets", 1.5, Points.Time, ("agent", "10.0.0.1"), ("zone", "a\"\\\nö")),
                Points.Of("top-flows", -2, Points.Time, ("ds.index", "3"), ("9x", "y")),
                Points.Of("ifinoctets", 2.5, Points.Time + 1_000, ("agent", "10.0.0.1"), ("zone", "a\"\\\nö")),
                Points.Of("bare", 1e300),
            ],
            Cancel);
        Assert.Equal(SendOutcome.Accepted, result.Outcome);
        Assert.Equal(
            [
                "sflow_bare{agent=\"never\",env=\"lab\"} 1E+300@1767225600000",
                "sflow_ifinoctets{agent=\"10.0.0.1\",env=\"lab\",zone=\"a\"\\\nö\"} 1.5@1767225600000 2.5@1767225601000",
                "sflow_top_flows{_9x=\"y\",agent=\"never\",ds_index=\"3\",env=\"lab\"} -2@1767225600000",
            ],
            Dump(receiver));
    }

    [Fact]
    public async Task Send_SeriesThatEnds_GetsOneStaleMarkerAtTheNewestTime()
    {
        await using RemoteWriteReceiver receiver = await StartAsync();
        await using IMetricSink sink = Create(receiver, ("stale_after", "10s"));
        await Sent(sink, Points.Of("a", 1, Points.Time), Points.Of("b", 1, Points.Time));
        await Sent(sink, Points.Of("a", 2, Points.Time + 9_999));
        Assert.Single(receiver.Series["sflow_b{}"]);
        await Sent(sink, Points.Of("a", 3, Points.Time + 15_000));
        await Sent(sink, Points.Of("a", 4, Points.Time + 40_000));
        Assert.Equal([(Points.Time, BitConverter.DoubleToUInt64Bits(1)), (Points.Time + 15_000, 0x7ff0000000000002UL)], receiver.Series["sflow_b{}"]);
        await Sent(sink, Points.Of("b", 5, Points.Time + 41_000));
        Assert.Equal(3, receiver.Series["sflow_b{}"].Count);
    }

    [Fact]
    public async Task Send_AgainAfterAFailure_IsTheSameRequestWithTheMarker()
    {
        await using RemoteWriteReceiver receiver = await StartAsync();
        await using IMetricSink sink = Create(receiver, ("stale_after", "10s"));
        await Sent(sink, Points.Of("a", 1, Points.Time), Points.Of("b", 1, Points.Time));
        receiver.Faults.Enqueue(Fault.Status(503));
        MetricPoint late = Points.Of("a", 2, Points.Time + 20_000);
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync([late], Cancel)).Outcome);
        await Sent(sink, late);
        Assert.Equal(receiver.Requests[1].Body.ToArray(), receiver.Requests[2].Body.ToArray());
        Assert.Equal(0x7ff0000000000002UL, receiver.Series["sflow_b{}"][^1].Bits);
    }

    [Fact]
    public void Tracker_MoreSeriesThanItsBound_AreSentButNotRemembered()
    {
        SeriesTracker tracker = new(new RemoteLabels("", new Dictionary<string, string>()), TimeSpan.FromSeconds(10), 2);
        RemoteWriteBatch batch = tracker.Prepare([Points.Of("a", 1), Points.Of("b", 1), Points.Of("c", 1)]);
        tracker.Commit(batch);
        Assert.Equal(3, batch.Series.Count);
        Assert.Equal((2, 1L), (tracker.Count, tracker.Untracked));
    }

    [Fact]
    public async Task Send_TwoPointsThatBecomeOneSeriesAndTime_KeepTheFirst()
    {
        await using RemoteWriteReceiver receiver = await StartAsync();
        await using IMetricSink sink = Create(receiver);
        await Sent(sink, Points.Of("a-b", 1), Points.Of("a_b", 2), Points.Of("a_b", 3, Points.Time - 1));
        Assert.Equal(["sflow_a_b{} 3@1767225599999 1@1767225600000"], Dump(receiver));
    }

    [Fact]
    public async Task Send_Version2_ArrivesWithTheSameSeriesAndMarkers()
    {
        await using RemoteWriteReceiver receiver = new() { TakesVersion2 = true };
        await receiver.StartAsync();
        await using IMetricSink sink = Create(receiver, ("version", "2"), ("labels.env", "lab"), ("stale_after", "10s"));
        await Sent(sink, Points.Of("a", 1.5, Points.Time, ("zone", "ö"), ("env", "own")), Points.Of("a", 2.5, Points.Time + 1, ("zone", "ö"), ("env", "own")), Points.Of("b", -2));
        await Sent(sink, Points.Of("b", 3, Points.Time + 20_000));
        Assert.Equal(
            [
                "sflow_a{env=\"own\",zone=\"ö\"} 1.5@1767225600000 2.5@1767225600001 NaN@1767225620000",
                "sflow_b{env=\"lab\"} -2@1767225600000 3@1767225620000",
            ],
            Dump(receiver));
        Assert.Equal(RemoteSeries.StaleMarker, receiver.Series["sflow_a{env=\"own\",zone=\"ö\"}"][^1].Bits);
        Assert.All(receiver.Requests, r => Assert.Equal("application/x-protobuf;proto=io.prometheus.write.v2.Request", r.Header("Content-Type")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_Version2ToAReceiverOfVersion1_FallsBackAndLosesNothing(bool ignores)
    {
        await using RemoteWriteReceiver receiver = new() { IgnoresType = ignores };
        await receiver.StartAsync();
        await using IMetricSink sink = Create(receiver, ("version", "2"));
        await Sent(sink, Points.Of("a", 1));
        await Sent(sink, Points.Of("a", 2, Points.Time + 1));
        Assert.Equal(["sflow_a{} 1@1767225600000 2@1767225600001"], Dump(receiver));
        Assert.Equal(["2.0.0", "0.1.0", "0.1.0"], receiver.Requests.Select(r => r.Header("X-Prometheus-Remote-Write-Version")));
    }

    [Fact]
    public async Task Send_Version2Fails_IsTriedAgainAsVersion2()
    {
        await using RemoteWriteReceiver receiver = new() { TakesVersion2 = true };
        await receiver.StartAsync();
        await using IMetricSink sink = Create(receiver, ("version", "2"));
        receiver.Faults.Enqueue(Fault.Status(503));
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync([Points.Of("a", 1)], Cancel)).Outcome);
        await Sent(sink, Points.Of("a", 1));
        Assert.Equal(["2.0.0", "2.0.0"], receiver.Requests.Select(r => r.Header("X-Prometheus-Remote-Write-Version")));
        Assert.Equal(receiver.Requests[0].Body.ToArray(), receiver.Requests[1].Body.ToArray());
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(415, SendOutcome.Rejected)]
    public async Task Send_Status_MeansWhatTheSpecificationSays(int status, SendOutcome outcome)
    {
        await using RemoteWriteReceiver receiver = await StartAsync();
        await using IMetricSink sink = Create(receiver);
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Points.Of("a", 1)], Cancel));
    }

    [Fact]
    public async Task Send_TheSamePoints_MakesTheGoldenBody()
    {
        RemoteWriteBatch batch = new SeriesTracker(new RemoteLabels("sflow_", new Dictionary<string, string>()), TimeSpan.Zero, 0)
            .Prepare([Points.Of("ifinoctets", 12345.5, Points.Time, ("agent", "10.0.0.1"), ("datasource", "3"))]);
        string golden = await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/remotewrite-1.0.hex"), Cancel);
        Assert.Equal(golden.Trim(), Convert.ToHexString(batch.Encode(new ProtoWriter())));
    }

    private static async Task<RemoteWriteReceiver> StartAsync()
    {
        RemoteWriteReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static IMetricSink Create(RemoteWriteReceiver receiver, params (string, string)[] settings) =>
        MadeSink.Create<IMetricSink>(new RemoteWriteSinkType(), [("url", receiver.Url + "api/v1/write"), .. settings]);

    private static async Task Sent(IMetricSink sink, params MetricPoint[] points)
    {
        SendResult result = await sink.SendAsync(points, Cancel);
        Assert.True(result.Outcome == SendOutcome.Accepted, result.Reason);
    }

    private static string[] Dump(RemoteWriteReceiver receiver) =>
        [.. receiver.Series.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s =>
            FormattableString.Invariant($"{s.Key} {string.Join(' ', s.Value.Select(v => FormattableString.Invariant($"{BitConverter.UInt64BitsToDouble(v.Bits):R}@{v.TimeMs}")))}"))];
}
