using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class FlowRoutesTests
{
    private const string Flow = "{keys:'ipsource,ipdestination',value:'bytes'}";

    [Fact]
    public async Task Put_Flow_IsThereWithDefaultsUntilDeleted()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        using HttpResponseMessage put = await web.SendAsync(HttpMethod.Put, "/flow/top%2Fa/json", Flow);
        Assert.Equal(204, (int)put.StatusCode);
        Assert.False(put.Headers.Contains("Weir-Ignored-Members"));
        JsonElement flow = await web.GetJsonAsync("/flow/top%2Fa/json");
        Assert.Equal("ipsource,ipdestination", flow.GetProperty("keys").GetString());
        Assert.Equal("bytes", flow.GetProperty("value").GetString());
        Assert.Equal(",", flow.GetProperty("fs").GetString());
        Assert.Equal(JsonValueKind.Null, flow.GetProperty("filter").ValueKind);
        Assert.Equal((5, 2, false), (flow.GetProperty("n").GetInt32(), flow.GetProperty("t").GetDouble(), flow.GetProperty("log").GetBoolean()));
        Assert.Equal("top/a", Assert.Single((await web.GetJsonAsync("/flow/json")).EnumerateObject()).Name);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Delete, "/flow/top%2Fa/json"));
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Delete, "/flow/top%2Fa/json"));
        Assert.Contains("'top/a'", (await web.GetJsonAsync("/flow/top%2Fa/json", 404)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"keys\":[\"ipsource\",\"ipdestination\"],\"value\":\"bytes\",n:'10',t:'3',log:'true',filter:null}", null)]
    [InlineData("%7B%22keys%22%3A%22ipsource%2Cipdestination%22%2C%22value%22%3A%22bytes%22%2C%22n%22%3A10%2C%22t%22%3A3%2C%22log%22%3Atrue%7D", "application/x-www-form-urlencoded")]
    [InlineData("%7Bkeys:'ipsource,ipdestination',+value:'bytes',n:10,t:3,log:true%7D=", "application/x-www-form-urlencoded")]
    [InlineData("{keys:'ipsource,ipdestination',value:'bytes',n:10,t:3,log:true}", "application/x-www-form-urlencoded")]
    [InlineData("{keys:'ipsource,ipdestination',value:'bytes',n:10,t:3,log:true}", "text/plain")]
    public async Task Put_AnyForm_MeansTheSame(string body, string? type)
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        using HttpResponseMessage put = await web.SendAsync(HttpMethod.Post, "/flow/f/json", body, type);
        Assert.Equal(204, (int)put.StatusCode);
        JsonElement flow = await web.GetJsonAsync("/flow/f/json");
        Assert.Equal("ipsource,ipdestination", flow.GetProperty("keys").GetString());
        Assert.Equal((10, 3, true), (flow.GetProperty("n").GetInt32(), flow.GetProperty("t").GetDouble(), flow.GetProperty("log").GetBoolean()));
    }

    [Fact]
    public async Task Put_MemberThatMeansNothing_IsNamedInAHeader()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        using HttpResponseMessage put = await web.SendAsync(HttpMethod.Put, "/flow/f/json", "{keys:'ipsource',value:'bytes',fliter:'ipprotocol=6'}");
        Assert.Equal("fliter", put.Headers.GetValues("Weir-Ignored-Members").Single());
    }

    [Fact]
    public async Task Put_BadDefinition_ListsEveryProblemAndChangesNothing()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        await web.StatusAsync(HttpMethod.Put, "/flow/f/json", Flow);
        JsonElement refusal = await web.RefusedAsync(HttpMethod.Put, "/flow/f/json", "{keys:'ipsource',value:'bytes',t:'soon',log:'perhaps'}");
        Assert.True(refusal.GetProperty("diagnostics").GetArrayLength() >= 2, refusal.GetRawText());
        await web.RefusedAsync(HttpMethod.Put, "/flow/f/json", "{keys:'nothing:ipsource',value:'bytes'}");
        await web.RefusedAsync(HttpMethod.Put, "/flow/f/json", "{keys:'ipsource',value:'bytes',filter:'(ipprotocol=6'}");
        Assert.Equal("ipsource,ipdestination", (await web.GetJsonAsync("/flow/f/json")).GetProperty("keys").GetString());
    }

    [Fact]
    public async Task Get_FlowTables_TellsWhatWasCountedAndHowMuchRoomIsLeft()
    {
        await using WebFixture web = await StartWithTrafficAsync();
        JsonElement use = (await web.GetJsonAsync("/api/v1/flowtables/json")).GetProperty("f");
        long seen = use.GetProperty("seen").GetInt64();
        Assert.True(seen > 0);
        Assert.Equal((seen, seen, 0), (use.GetProperty("matched").GetInt64(), use.GetProperty("updates").GetInt64(), use.GetProperty("evictions").GetInt64()));
        Assert.Equal((2, 16_384), (use.GetProperty("entries").GetInt64(), use.GetProperty("capacity").GetInt64()));
        Assert.Equal(0, use.GetProperty("errorBound").GetDouble());
        Assert.InRange(use.GetProperty("bytesPerEntry").GetInt32(), 64, 256);
        string metrics = await web.GetTextAsync("/metrics");
        Assert.Contains($"weir_flow_updates_total{{flow=\"f\"}} {seen}", metrics, StringComparison.Ordinal);
        Assert.Contains("weir_flow_table_capacity{flow=\"f\"} 16384", metrics, StringComparison.Ordinal);
        Assert.Contains("weir_flow_error_bound{flow=\"f\"} 0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ActiveFlows_GivesTheLargestFirst()
    {
        await using WebFixture web = await StartWithTrafficAsync();
        JsonElement rows = await web.GetJsonAsync("/activeflows/ALL/f/json?maxFlows=10&aggMode=MAX");
        Assert.Equal(2, rows.GetArrayLength());
        Assert.Equal("192.0.2.1,198.51.100.1", rows[0].GetProperty("key").GetString());
        Assert.Equal(Feed.Agent, rows[0].GetProperty("agent").GetString());
        Assert.Equal("3", rows[0].GetProperty("dataSource").GetString());
        Assert.True(rows[0].GetProperty("value").GetDouble() > rows[1].GetProperty("value").GetDouble());
        Assert.Equal(1, (await web.GetJsonAsync("/activeflows/ALL/f/json?maxFlows=1")).GetArrayLength());
        Assert.Equal(0, (await web.GetJsonAsync("/activeflows/ALL/f/json?minValue=1e15")).GetArrayLength());
        Assert.Equal(0, (await web.GetJsonAsync("/activeflows/10.9.9.9/f/json")).GetArrayLength());
        Assert.Equal(0, (await web.GetJsonAsync("/activeflows/ALL/unknown/json")).GetArrayLength());
    }

    [Theory]
    [InlineData("maxFlows=many", "maxFlows")]
    [InlineData("maxFlows=-1", "maxFlows")]
    [InlineData("minValue=NaN", "minValue")]
    [InlineData("aggMode=most", "aggMode")]
    public async Task Get_ActiveFlowsWithBadQuery_SaysWhich(string query, string name)
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        JsonElement refusal = await web.GetJsonAsync("/activeflows/ALL/f/json?" + query, 400);
        Assert.Equal(name, refusal.GetProperty("diagnostics")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Get_ValueAndLocationsAndKeys_AreOfTheTraffic()
    {
        await using WebFixture web = await StartWithTrafficAsync();
        string key = Uri.EscapeDataString("192.0.2.1,198.51.100.1");
        Assert.True((await web.GetJsonAsync($"/flowvalue/{Feed.Agent}/3.f/json?key={key}")).GetDouble() > 0);
        Assert.Equal(0, (await web.GetJsonAsync($"/flowvalue/{Feed.Agent}/4.f/json?key={key}")).GetDouble());
        JsonElement place = Assert.Single((await web.GetJsonAsync($"/flowlocations/ALL/f/json?key={key}")).EnumerateArray());
        Assert.Equal((Feed.Agent, "3"), (place.GetProperty("agent").GetString(), place.GetProperty("dataSource").GetString()));
        Assert.True((await web.GetJsonAsync("/flowkeys/json")).TryGetProperty("ipsource", out _));
        await web.GetJsonAsync($"/flowvalue/{Feed.Agent}/3.f/json", 400);
        await web.GetJsonAsync("/flowlocations/ALL/f/json", 400);
    }

    private static async Task<WebFixture> StartWithTrafficAsync()
    {
        WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/flow/f/json", Flow));
        Feed feed = new(web.Engine);
        await feed.StreamAsync(20, "192.0.2.9");
        await feed.StreamAsync();
        return web;
    }
}
