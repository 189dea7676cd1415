using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class DefinitionRoutesTests
{
    [Fact]
    public async Task Put_Threshold_IsThereAsWrittenUntilDeleted()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/threshold/t/json", "{metric:'load_one',value:'1.5',filter:{os_name:['linux'],cpu_num:2},byFlow:true,timeout:2}"));
        JsonElement threshold = await web.GetJsonAsync("/threshold/t/json");
        Assert.Equal("load_one", threshold.GetProperty("metric").GetString());
        Assert.Equal((1.5, true, 2), (threshold.GetProperty("value").GetDouble(), threshold.GetProperty("byFlow").GetBoolean(), threshold.GetProperty("timeout").GetDouble()));
        Assert.Equal("linux", threshold.GetProperty("filter").GetProperty("os_name")[0].GetString());
        Assert.Equal("2", threshold.GetProperty("filter").GetProperty("cpu_num")[0].GetString());
        Assert.Equal("t", Assert.Single((await web.GetJsonAsync("/threshold/json")).EnumerateObject()).Name);
        await GoesAwayAsync(web, "/threshold/t/json");
    }

    [Theory]
    [InlineData("{}", 2)]
    [InlineData("{metric:'load_one'}", 1)]
    [InlineData("{metric:'load_one',value:'much'}", 1)]
    [InlineData("{metric:'load_one',value:1,filter:[1],byFlow:'maybe'}", 2)]
    public async Task Put_BadThreshold_ListsEveryProblem(string body, int problems)
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        JsonElement refusal = await web.RefusedAsync(HttpMethod.Put, "/threshold/t/json", body);
        Assert.Equal(problems, refusal.GetProperty("diagnostics").GetArrayLength());
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/threshold/t/json"));
    }

    [Fact]
    public async Task Put_Threshold_FiresAnEvent()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/flow/f/json", "{keys:'ipsource',value:'frames'}"));
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/threshold/t/json", "{metric:'f',value:100,byFlow:true,timeout:2}"));
        await new Feed(web.Engine).StreamAsync();
        JsonElement crossed = (await web.GetJsonAsync("/events/json?eventID=-1&timeout=60"))[0];
        Assert.Equal(("t", "f", "192.0.2.1"), (crossed.GetProperty("thresholdID").GetString(), crossed.GetProperty("metric").GetString(), crossed.GetProperty("flowKey").GetString()));
    }

    [Fact]
    public async Task Put_Groups_AreThereUntilDeleted()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/group/default/json", "{external:['0.0.0.0/0','::/0'],lab:'10.0.0.0/8',none:[]}"));
        JsonElement set = await web.GetJsonAsync("/group/default/json");
        Assert.Equal("10.0.0.0/8", set.GetProperty("lab")[0].GetString());
        Assert.Equal(0, set.GetProperty("none").GetArrayLength());
        Assert.Equal(3, (await web.GetJsonAsync("/group/json")).GetProperty("default").EnumerateObject().Count());
        Assert.True((await web.GetJsonAsync("/groups/json")).GetProperty("default").GetInt64() >= 0);
        await GoesAwayAsync(web, "/group/default/json");
    }

    [Fact]
    public async Task Put_BadGroups_NamesEachPrefixAndChangesNothing()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/group/g/json", "{a:['10.0.0.0/8']}"));
        JsonElement refusal = await web.RefusedAsync(HttpMethod.Put, "/group/g/json", "{a:['10.0.0.0/8','10.0.0.0/33'],b:['x']}");
        Assert.Equal(["a[1]", "b[0]"], refusal.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetProperty("path").GetString()));
        Assert.Single((await web.GetJsonAsync("/group/g/json")).EnumerateObject());
        refusal = await web.RefusedAsync(HttpMethod.Put, "/group/g/json", "{a:[['10.0.0.0/8']],b:{}}");
        Assert.Equal(2, refusal.GetProperty("diagnostics").GetArrayLength());
    }

    [Fact]
    public async Task Put_Map_IsThereUntilDeleted()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/map/service/json", "{web:[80,443],dns:'53'}"));
        Assert.Equal(["80", "443"], (await web.GetJsonAsync("/map/service/json")).GetProperty("web").EnumerateArray().Select(v => v.GetString()));
        Assert.True((await web.GetJsonAsync("/map/json")).TryGetProperty("service", out _));
        await GoesAwayAsync(web, "/map/service/json");
    }

    [Fact]
    public async Task Put_Topology_IsThereWithItsVersion()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.GetJsonAsync("/topology/json", 404);
        const string Body = "{links:{L1:{node1:'leaf1',port1:'swp1',node2:'spine1',port2:'swp1'}},nodes:{leaf1:{agent:'10.0.0.1',tag:'edge',ports:{swp1:{ifindex:3}}}}}";
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/topology/json", Body));
        JsonElement topology = await web.GetJsonAsync("/topology/json");
        Assert.Equal(0, topology.GetProperty("version").GetInt32());
        Assert.Equal("spine1", topology.GetProperty("links").GetProperty("L1").GetProperty("node2").GetString());
        Assert.Equal("edge", topology.GetProperty("nodes").GetProperty("leaf1").GetProperty("tag").GetString());
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Post, "/topology/json", topology.GetRawText()));
        Assert.Equal(1, (await web.GetJsonAsync("/topology/json")).GetProperty("version").GetInt32());
        JsonElement refusal = await web.RefusedAsync(HttpMethod.Put, "/topology/json", "{links:{L1:{node1:'leaf1'}}}");
        Assert.NotEqual(0, refusal.GetProperty("diagnostics").GetArrayLength());
        Assert.Equal(1, (await web.GetJsonAsync("/topology/json")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Put_Forwarding_IsThereUntilDeleted()
    {
        await using WebFixture web = await WebFixture.StartAsync(forwarding: new ForwardingTable());
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, "/forwarding/copy/json", "{address:'10.0.0.9'}"));
        JsonElement target = await web.GetJsonAsync("/forwarding/copy/json");
        Assert.Equal(("10.0.0.9", 6343), (target.GetProperty("address").GetString(), target.GetProperty("port").GetInt32()));
        Assert.True((await web.GetJsonAsync("/forwarding/json")).TryGetProperty("copy", out _));
        await GoesAwayAsync(web, "/forwarding/copy/json");
    }

    [Theory]
    [InlineData("{}", "address")]
    [InlineData("{address:'10.0.0.9',port:0}", "port")]
    [InlineData("{address:'10.0.0.9',port:1.5}", "port")]
    [InlineData("{address:'10.0.0.9',port:'x'}", "port")]
    [InlineData("{address:'nowhere'}", "address")]
    [InlineData("[]", "body")]
    public async Task Put_BadForwarding_SaysWhat(string body, string path)
    {
        await using WebFixture web = await WebFixture.StartAsync(forwarding: new ForwardingTable());
        JsonElement refusal = await web.RefusedAsync(HttpMethod.Put, "/forwarding/copy/json", body);
        Assert.Equal(path, refusal.GetProperty("diagnostics")[0].GetProperty("path").GetString());
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/forwarding/copy/json"));
    }

    [Fact]
    public async Task Get_ForwardingWithoutService_IsNotFound()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/forwarding/json"));
    }

    private static async Task GoesAwayAsync(WebFixture web, string path)
    {
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Delete, path));
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Delete, path));
        await web.GetJsonAsync(path, 404);
    }
}
