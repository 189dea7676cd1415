using System.Globalization;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Graphite;
using Weir.Testing;
using Weir.Testing.Receivers;
using Weir.Testing.Servers;

namespace Weir.Export.Tests.Sinks.Graphite;

public class GraphiteSinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "sflow.linux.sum:load_one;agent=10.0.0.1;na_me=_a_b_=c/d 12.5 1767225600\n")]
    [InlineData(false, "sflow.10_0_0_1._a_b__c_d.linux.sum:load_one 12.5 1767225600\n")]
    public void Line_OddTags_AreMadeHarmless(bool tagged, string expected)
    {
        MetricPoint point = Points.Of("linux.sum:load_one", 12.5, Points.Time + 999, ("agent", "10.0.0.1"), ("na me", "~a b;=c/d"));
        Assert.Equal(expected, new GraphiteEncoder("sflow.", tagged).Line(point));
    }

    [Fact]
    public async Task Send_Points_ArriveAndEachRequestIsConfirmed()
    {
        await using GraphiteReceiver receiver = new();
        receiver.Start();
        await using IMetricSink sink = Create(receiver);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("a", 1.5), Points.Of("b", 1e300, ("agent", "x"))], Cancel)).Outcome);
        Assert.Equal([("sflow.a 1767225600", 1.5), ("sflow.b;agent=x 1767225600", 1e300)], receiver.Values.OrderBy(v => v.Key).Select(v => (v.Key, v.Value)));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("a", 2)], Cancel)).Outcome);
        Assert.Equal(2, receiver.Values["sflow.a 1767225600"]);
        Assert.Equal(2, receiver.Accepted);
        Assert.Empty(receiver.Bad);
    }

    [Fact]
    public async Task Send_ValueThatIsNoNumber_IsRejectedAloneAndTheOthersArrive()
    {
        await using GraphiteReceiver receiver = new();
        receiver.Start();
        await using IMetricSink sink = Create(receiver);
        SendResult result = await sink.SendAsync([Points.Of("a", 1), Points.Of("b", double.NaN), Points.Of("c", double.PositiveInfinity)], Cancel);
        Assert.Equal([SendOutcome.Accepted, SendOutcome.Rejected, SendOutcome.Rejected], result.Verdicts.Select(v => v.Outcome));
        Assert.Equal(["sflow.a 1767225600"], receiver.Values.Keys);
        Assert.Empty(receiver.Bad);
    }

    [Fact]
    public async Task Send_ConnectionIsReset_IsARetryThatSucceeds()
    {
        await using GraphiteReceiver receiver = new() { Resets = 1 };
        receiver.Start();
        await using IMetricSink sink = Create(receiver);
        MetricPoint[] points = [.. Enumerable.Range(0, 2_000).Select(i => Points.Of(FormattableString.Invariant($"p{i}"), i))];
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync(points, Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync(points, Cancel)).Outcome);
        Assert.Equal(points.Length, receiver.Values.Count);
    }

    [Fact]
    public async Task Send_ReceiverIsAway_IsARetryUntilItIsBack()
    {
        await using GraphiteReceiver receiver = new();
        receiver.Start();
        await using IMetricSink sink = Create(receiver, ("confirm", "no"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("a", 1)], Cancel)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Values.Count == 1, Cancel));
        await receiver.StopAsync();
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync([Points.Of("b", 1)], Cancel)).Outcome);
        receiver.Start();
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("b", 1)], Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("c", 1)], Cancel)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Values.Count == 3, Cancel));
        Assert.Equal(2, receiver.Accepted);
    }

    [Theory]
    [InlineData("tags", "sflow.ifinoctets;agent=10.0.0.1;datasource=3")]
    [InlineData("path", "sflow.10_0_0_1.3.ifinoctets")]
    public async Task Send_ToCarbon_IsReadBackExactly(string form, string name)
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("carbon-cache"), "carbon-cache (Debian package graphite-carbon) is not installed");
        await using CarbonServer server = await CarbonServer.StartAsync(Cancel);
        await using IMetricSink sink = MadeSink.Create<IMetricSink>(
            new GraphiteSinkType(), ("host", "127.0.0.1"), ("port", server.Port.ToString(CultureInfo.InvariantCulture)), ("form", form));
        long second = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 10;
        SendResult result = await sink.SendAsync([Points.Of("ifinoctets", -3.25e-7, second * 1_000, ("agent", "10.0.0.1"), ("datasource", "3"))], Cancel);
        Assert.True(result.Outcome == SendOutcome.Accepted, result.Reason);
        double? value = null;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        for (int i = 0; i < 200 && value is null; i++)
        {
            value = form == "tags" ? await server.TaggedValueAsync(name, second, Cancel) : await server.ValueAsync(name, second, Cancel);
            await timer.WaitForNextTickAsync(Cancel);
        }

        Assert.True(value == -3.25e-7, FormattableString.Invariant($"{value}\n{server.Tail}"));
    }

    private static IMetricSink Create(GraphiteReceiver receiver, params (string, string)[] settings) => MadeSink.Create<IMetricSink>(
        new GraphiteSinkType(), [("host", "127.0.0.1"), ("port", receiver.Port.ToString(CultureInfo.InvariantCulture)), .. settings]);
}
