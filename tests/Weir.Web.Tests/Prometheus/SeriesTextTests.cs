using System.Text;
using Weir.Analytics;
using Weir.Analytics.Queries;
using Weir.Web.Prometheus;

namespace Weir.Web.Tests.Prometheus;

/// <summary>The Prometheus text of a network, against a slow way to make it, and next to nothing allocated for it.</summary>
public sealed class SeriesTextTests
{
    [Theory]
    [InlineData("ALL", "ALL", 1_000_000)]
    [InlineData("ALL", "ifoutoctets,ifinoctets;ifname", 2_000_000)]
    [InlineData("10.0.0.10;10.0.0.11", "ALL", 10_000)]
    [InlineData("ALL", "3.ifinoctets,2.ifinoctets,ifinoctets", 1_000_000)]
    [InlineData("ALL", "nothing", 0)]
    public void Write_OfANetwork_HasEachSeriesOnceWithItsNames(string agents, string metrics, int leastText)
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        string text = Text(engine, new WebOptions { MetricType = true }, agents, [metrics]);
        Assert.True(text.Length >= leastText, $"{text.Length} characters");
        IReadOnlyDictionary<string, double> series = ExpositionText.Parse(text, demandTypes: true).Series;
        Assert.Equal(Slowly(engine, agents, metrics), series.ToDictionary());
    }

    [Fact]
    public void Write_EveryKindOfSource_HasItsLabels()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        IReadOnlyDictionary<string, double> series = ExpositionText.Parse(Text(engine, new WebOptions(), "10.0.0.10", ["ALL"]), demandTypes: false).Series;
        const string Agent = "{agent=\"10.0.0.10\",datasource=";
        Assert.Contains($"sflow_ifinoctets{Agent}\"3\",host=\"leaf10\"}}", series.Keys);
        Assert.Contains($"sflow_ifinoctets{Agent}\"4\",ifname=\"\\\"swp\\\"\\\\4ü\\n\",host=\"leaf10\"}}", series.Keys);
        Assert.Contains($"sflow_vir_mem_utilization{Agent}\"3.100001\",k8s_name=\"nginx\",k8s_namespace=\"shop\",host=\"leaf10\"}}", series.Keys);
        Assert.Contains($"sflow_vir_mem_utilization{Agent}\"3.100003\",vir_host=\"db1\",host=\"leaf10\"}}", series.Keys);
        Assert.DoesNotContain(series.Keys, static key => key.Contains("3.100002", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_OfANetwork_AllocatesLessThanAHundredthOfItsText()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        SeriesText text = new(engine, new WebOptions(), "ALL");
        IReadOnlyList<SeriesName> names = engine.SeriesNames(["ifinoctets,ifoutoctets"]);
        await LittleGarbage.AssertAsync(static () => new SeriesPiece(), piece => text.Write(piece, names), 2_500_000);
    }

    // Labels from the metrics that hold the names, each looked up on its own; guests' and hosts' names are tested above.
    private static Dictionary<string, double> Slowly(AnalyticsEngine engine, string agents, string metrics)
    {
        Dictionary<(string, string, string), object?> all = engine.Dump("ALL", ["ALL"])
            .GroupBy(static cell => (cell.Agent, cell.DataSource, cell.MetricName))
            .ToDictionary(static group => group.Key, static group => group.First().MetricValue);
        string? Name(string agent, string source, string metric) => all.GetValueOrDefault((agent, source, metric)) as string;
        Dictionary<string, double> series = [];
        foreach (MetricCell cell in engine.Dump(agents, metrics.Split(',', ';')))
        {
            string? guest = Name(cell.Agent, cell.DataSource, "k8s_name");
            if (cell.MetricValue is not double value || Name(cell.Agent, cell.DataSource, "vir_host_name")?.StartsWith("k8s_POD", StringComparison.Ordinal) == true)
            {
                continue;
            }

            StringBuilder labels = new($"agent=\"{cell.Agent}\",datasource=\"{cell.DataSource}\"");
            labels.Append(Name(cell.Agent, cell.DataSource, "ifname") is { } port ? $",ifname=\"{port.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"" : "");
            labels.Append(guest is not null ? $",k8s_name=\"{guest}\",k8s_namespace=\"{Name(cell.Agent, cell.DataSource, "k8s_namespace")}\"" : "");
            labels.Append(guest is null && Name(cell.Agent, cell.DataSource, "vir_host_name") is { } machine ? $",vir_host=\"{machine}\"" : "");
            labels.Append(Name(cell.Agent, "2.1", "host_name") is { } host ? $",host=\"{host}\"" : "");
            series[$"sflow_{cell.MetricName}{{{labels}}}"] = value;
        }

        return series;
    }

    private static string Text(AnalyticsEngine engine, WebOptions options, string agents, IReadOnlyList<string> metrics)
    {
        StringBuilder text = new();
        using SeriesPiece piece = new();
        foreach (int _ in new SeriesText(engine, options, agents).Write(piece, engine.SeriesNames(metrics)))
        {
            text.Append(Encoding.UTF8.GetString(piece.Take().Span));
            piece.Clear();
        }

        return text.Append(Encoding.UTF8.GetString(piece.Take().Span)).ToString();
    }
}
