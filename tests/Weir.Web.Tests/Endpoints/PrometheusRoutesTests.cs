using Weir.Web.Prometheus;
using Weir.Web.Tests.Prometheus;
using Weir.Wire;

namespace Weir.Web.Tests.Endpoints;

public class PrometheusRoutesTests
{
    [Fact]
    public async Task Get_Analyzer_IsValidAndHasTheKnownNames()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        await new Feed(web.Engine).StreamAsync(5);
        string plain = await web.GetTextAsync("/prometheus/analyzer/txt");
        Assert.DoesNotContain('#', plain);
        ExpositionText text = ExpositionText.Parse(plain, demandTypes: false);
        Assert.Equal(1, text.Series["sflow_analyzer_agent_count"]);
        Assert.Equal(5, text.Series["sflow_analyzer_received_datagrams"]);
        foreach (string name in (string[])["received_bytes", "discarded_datagrams", "heap_used_bytes", "cpu_load_process"])
        {
            Assert.Contains($"sflow_analyzer_{name}", text.Series.Keys);
        }
    }

    [Fact]
    public async Task Get_WithPrefixAndTypes_UsesThem()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => (o.MetricPrefix, o.MetricType) = ("rt_", true), engine: Feed.Replay);
        ExpositionText text = ExpositionText.Parse(await web.GetTextAsync("/prometheus/analyzer/txt"), demandTypes: true);
        Assert.Equal("gauge", text.Types["rt_analyzer_agent_count"]);
        Assert.Equal("counter", text.Types["rt_analyzer_received_bytes"]);
    }

    [Fact]
    public async Task Get_Metrics_AreNumbersWithLabels()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/topology/json", "{links:{},nodes:{leaf1:{agent:'10.0.0.1',ports:{}}}}"));
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/flow/f/json", "{keys:'ipsource',value:'bytes'}"));
        Feed feed = new(web.Engine);
        feed.Counters(5_000);
        feed.Counters(15_000);
        await feed.StreamAsync();
        ExpositionText text = ExpositionText.Parse(await web.GetTextAsync("/prometheus/metrics/ALL/ifinoctets,iftype,f,nothing/txt"), demandTypes: false);
        KeyValuePair<string, double> series = Assert.Single(text.Series);
        Assert.Equal("sflow_ifinoctets{agent=\"10.0.0.1\",datasource=\"3\",host=\"leaf1\"}", series.Key);
        Assert.Equal(1000, series.Value);
        ExpositionText all = ExpositionText.Parse(await web.GetTextAsync("/prometheus/metrics/ALL/ALL/txt"), demandTypes: false);
        Assert.True(all.Series.Count > 10);
        Assert.DoesNotContain(all.Series.Keys, k => k.StartsWith("sflow_f{", StringComparison.Ordinal));
        Assert.Equal("", await web.GetTextAsync("/prometheus/metrics/10.9.9.9/ALL/txt"));
    }

    [Fact]
    public async Task Get_OwnMetrics_ShowEveryReasonAndBound()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay, sources: [new Part(), new BrokenPart()]);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/flow/f/json", "{keys:'ipsource',value:'bytes'}"));
        Feed feed = new(web.Engine);
        await feed.StreamAsync(5);
        feed.Broken();
        ExpositionText text = ExpositionText.Parse(await web.GetTextAsync("/metrics"), demandTypes: true);
        Assert.Equal(6, text.Series["weir_datagrams_received_total"]);
        foreach (DecodeError error in Enum.GetValues<DecodeError>().Where(e => e != DecodeError.None))
        {
            Assert.Contains($"weir_decode_errors_total{{reason=\"{error}\"}}", text.Series.Keys);
        }

        Assert.Equal(1, text.Series.Where(s => s.Key.StartsWith("weir_decode_errors_total", StringComparison.Ordinal)).Sum(s => s.Value));
        foreach (string bound in text.Types.Keys.Where(n => n.EndsWith("_capacity", StringComparison.Ordinal)))
        {
            double[] values = [.. text.Series.Where(s => s.Key.Split('{')[0] == bound).Select(s => s.Value)];
            Assert.True(values.Length > 0 && values.All(value => value > 0), bound);
        }

        Assert.Equal(16_384, text.Series["weir_flow_entries_capacity"]);
        Assert.Equal(1, text.Series["weir_flow_entries"]);
        Assert.Equal(3, text.Series["part_things_total{kind=\"a\\\"b\"}"]);
        ExpositionText again = ExpositionText.Parse(await web.GetTextAsync("/metrics"), demandTypes: true);
        Assert.Equal(1, again.Series["weir_metric_source_failures_total"]);
        Assert.Equal(2, again.Series["weir_http_responses_total{status=\"2xx\"}"]);
    }

    private sealed class Part : IMetricSource
    {
        public void Collect(IMetricSink sink) => sink.Counter("part_things_total", "Things.", 3, ("kind", "a\"b"));
    }

    private sealed class BrokenPart : IMetricSource
    {
        public void Collect(IMetricSink sink) => throw new InvalidOperationException("broken");
    }
}
