using Weir.Export.Sinks;
using Weir.Export.Sinks.RemoteWrite;
using Weir.Testing.Servers;

namespace Weir.Export.Tests.Sinks.RemoteWrite;

/// <summary>Remote write as Prometheus and VictoriaMetrics themselves take it.</summary>
public class RealRemoteWriteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_ToPrometheus_IsReadBackExactly()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("prometheus"), "prometheus (Debian package prometheus) is not installed");
        await using PrometheusServer server = await PrometheusServer.StartAsync(Cancel);
        await CheckAsync(server);
    }

    [Fact]
    public async Task Send_ToPrometheusOutOfOrder_IsRejectedWithItsWords()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("prometheus"), "prometheus (Debian package prometheus) is not installed");
        await using PrometheusServer server = await PrometheusServer.StartAsync(Cancel);
        await using IMetricSink sink = Create(server);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Points.Of("x", 1, now)], Cancel)).Outcome);
        SendResult late = await sink.SendAsync([Points.Of("x", 2, now - 60_000)], Cancel);
        Assert.Equal(SendOutcome.Rejected, late.Outcome);
        Assert.Contains("out of order", late.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToVictoriaMetrics_IsReadBackExactly()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("victoria-metrics"), "victoria-metrics (Debian package victoria-metrics) is not installed");
        await using PrometheusServer server = await PrometheusServer.StartVictoriaAsync(Cancel);
        await CheckAsync(server);
    }

    private static async Task CheckAsync(PrometheusServer server)
    {
        await using IMetricSink sink = Create(server, ("stale_after", "10s"));
        long end = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        long start = end - 60_000;
        double[] values = [0, 1.5, -3.25e-7, 123_456_789_012_345, 0.1];
        MetricPoint[] points =
        [
            .. Enumerable.Range(0, 5).Select(i => Points.Of("ifinoctets", i + 0.5, start + (i * 1_000L), ("agent", "10.0.0.1"), ("name", "eth0 \"x\" ö\\"))),

            // Each in its own series: VictoriaMetrics keeps one exponent for neighbours.
            .. values.Select((v, i) => Points.Of(FormattableString.Invariant($"value{i}"), v, start)),
            .. Enumerable.Range(0, 500).Select(i => Points.Of("many", i, start, ("agent", FormattableString.Invariant($"10.0.{i / 250}.{i % 250}")))),
        ];
        await Sent(sink, points);
        await Sent(sink, Points.Of("other", 1, end));
        await server.Process.WhenReadyAsync(async () => (await server.SamplesAsync("sflow_ifinoctets[5m]", end, Cancel)).Count == 1, Cancel);
        (string labels, IReadOnlyList<(long TimeMs, string Value)> samples) = Assert.Single(await server.SamplesAsync("sflow_ifinoctets[5m]", end, Cancel));
        Assert.Equal("__name__=sflow_ifinoctets,agent=10.0.0.1,name=eth0 \"x\" ö\\", labels);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (start + (i * 1_000L), i + 0.5)), samples.Take(5).Select(s => (s.TimeMs, Number(s.Value))));
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], Number((await server.SamplesAsync(FormattableString.Invariant($"sflow_value{i}[5m]"), end, Cancel)).Single().Value[0].Value));
        }

        // The marker, not age, ends the series: without it both servers would show the last value for five minutes.
        System.Text.Json.JsonElement alive = await server.GetAsync(FormattableString.Invariant($"api/v1/query?query=count(sflow_many)&time={start / 1_000m}"), Cancel);
        Assert.Equal("500", alive.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString());
        System.Text.Json.JsonElement ended = await server.GetAsync(FormattableString.Invariant($"api/v1/query?query=sflow_many&time={(end + 1) / 1_000m}"), Cancel);
        Assert.Equal(0, ended.GetProperty("data").GetProperty("result").GetArrayLength());
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IMetricSink Create(PrometheusServer server, params (string, string)[] settings) =>
        MadeSink.Create<IMetricSink>(new RemoteWriteSinkType(), [("url", server.Url + "api/v1/write"), .. settings]);

    private static async Task Sent(IMetricSink sink, params MetricPoint[] points)
    {
        SendResult result = await sink.SendAsync(points, Cancel);
        Assert.True(result.Outcome == SendOutcome.Accepted, result.Reason);
    }
}
