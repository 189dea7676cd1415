using System.Net;
using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class BgpRoutesTests
{
    [Fact]
    public async Task Get_Bgp_ShowsNeighborsAndTheirRoutes()
    {
        await using WebFixture web = await WebFixture.StartAsync(bgp: new BgpTable());
        JsonElement neighbor = (await web.GetJsonAsync("/bgp/json")).GetProperty("edge.example");
        Assert.Equal("idle", neighbor.GetProperty("state").GetString());
        Assert.Equal(10, neighbor.GetProperty("maxRoutes").GetInt32());
        Assert.False(neighbor.TryGetProperty("peerAs", out JsonElement peerAs) && peerAs.ValueKind != JsonValueKind.Null);
        JsonElement route = (await web.GetJsonAsync("/bgp/edge.example/routes/json"))[0];
        Assert.Equal("203.0.113.1/32", route.GetProperty("route").GetString());
        Assert.Equal("Sent", route.GetProperty("state").GetString());
        Assert.Equal("test.js", route.GetProperty("owners")[0].GetString());
    }

    [Fact]
    public async Task Get_RoutesOfUnknownRouter_Is404()
    {
        await using WebFixture web = await WebFixture.StartAsync(bgp: new BgpTable());
        using HttpResponseMessage response = await web.Client.GetAsync(new Uri("/bgp/nowhere/routes/json", UriKind.Relative), WebFixture.Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_BgpWhileOff_Is404()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpResponseMessage response = await web.Client.GetAsync(new Uri("/bgp/json", UriKind.Relative), WebFixture.Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
