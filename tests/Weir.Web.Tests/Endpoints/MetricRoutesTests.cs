using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class MetricRoutesTests
{
    [Fact]
    public async Task Get_Metrics_AreThoseOfTheAgent()
    {
        await using WebFixture web = await StartAsync();
        Assert.True((await web.GetJsonAsync("/metrics/json")).TryGetProperty("ifinoctets", out _));
        Assert.Equal(1000, (await web.GetJsonAsync($"/metric/{Feed.Agent}/json")).GetProperty("3.ifinoctets").GetDouble());
        Assert.Contains("10.9.9.9", (await web.GetJsonAsync("/metric/10.9.9.9/json", 404)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Metric_GivesOneEntryAMetric()
    {
        await using WebFixture web = await StartAsync();
        JsonElement entries = await web.GetJsonAsync("/metric/ALL/sum:ifinoctets,3.ifspeed,nothing/json");
        Assert.Equal(["sum:ifinoctets", "3.ifspeed", "nothing"], entries.EnumerateArray().Select(e => e.GetProperty("metricName").GetString()));
        Assert.Equal((1000, 1), (entries[0].GetProperty("metricValue").GetDouble(), entries[0].GetProperty("metricN").GetInt32()));
        Assert.Equal(1e9, entries[1].GetProperty("metricValue").GetDouble());
        Assert.False(entries[2].TryGetProperty("metricValue", out _));
    }

    [Theory]
    [InlineData("ifspeed=1000000000", 1)]
    [InlineData("ifspeed=10", 0)]
    [InlineData("ifspeed=10&ifspeed=1000000000", 1)]
    [InlineData("ifspeed=1000000000&ifindex=4", 0)]
    [InlineData("ci=true", 1)]
    public async Task Get_MetricWithFilter_LimitsTheDataSources(string query, int count)
    {
        await using WebFixture web = await StartAsync();
        Assert.Equal(count, (await web.GetJsonAsync("/metric/ALL/ifinoctets/json?" + query))[0].GetProperty("metricN").GetInt32());
    }

    [Fact]
    public async Task Get_TableAndDump_HaveCells()
    {
        await using WebFixture web = await StartAsync();
        JsonElement row = Assert.Single((await web.GetJsonAsync("/table/ALL/sort:ifinoctets:-10,null:nothing,ifspeed/json")).EnumerateArray());
        Assert.Equal(3, row.GetArrayLength());
        Assert.Equal(JsonValueKind.Null, row[1].ValueKind);
        Assert.Equal(Feed.Agent, row[0].GetProperty("agent").GetString());
        Assert.Equal(0, (await web.GetJsonAsync("/table/ALL/ifinoctets,nothing/json")).GetArrayLength());
        Assert.Equal(2, (await web.GetJsonAsync("/dump/ALL/ifinoctets;ifspeed/json")).GetArrayLength());
        Assert.True((await web.GetJsonAsync("/dump/ALL/ALL/json")).GetArrayLength() > 10);
        Assert.Equal(0, (await web.GetJsonAsync("/dump/10.9.9.9/ALL/json")).GetArrayLength());
    }

    private static async Task<WebFixture> StartAsync()
    {
        WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        Feed feed = new(web.Engine);
        feed.Counters(5_000);
        feed.Counters(15_000);
        return web;
    }
}
