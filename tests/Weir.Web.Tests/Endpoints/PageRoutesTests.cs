using System.Net;
using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class PageRoutesTests
{
    [Fact]
    public async Task Get_Root_SendsABrowserToThePage()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
        using HttpResponseMessage response = await web.Client.SendAsync(request, WebFixture.Cancel);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("./html/index.html", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Get_RootAsJson_GivesLinksThatExist()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.Add("Accept", "application/json");
        using HttpResponseMessage response = await web.Client.SendAsync(request, WebFixture.Cancel);
        JsonElement body = await WebFixture.JsonAsync(response, 200);
        Assert.Equal("9.8-76", body.GetProperty("version").GetString());
        foreach (JsonProperty link in body.GetProperty("links").EnumerateObject())
        {
            Assert.Contains(web.Web.Routes, r => r.Pattern == "/" + link.Value.GetString());
        }
    }

    [Fact]
    public async Task Get_RootWithoutPages_IsJson()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.Html = false);
        Assert.Equal("Weir", (await web.GetJsonAsync("/")).GetProperty("product").GetString());
    }

    [Fact]
    public async Task Get_RootWithRedirectProperty_GoesThere()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.HtmlRedirect = "./app/x/html/");
        using HttpResponseMessage response = await web.Client.GetAsync("/", WebFixture.Cancel);
        Assert.Equal("./app/x/html/", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Get_Page_UsesOnlyItsOwnFiles()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpResponseMessage response = await web.Client.GetAsync("/html/index.html", WebFixture.Cancel);
        string page = await response.Content.ReadAsStringAsync(WebFixture.Cancel);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (string attribute in (string[])["src=\"http", "src=\"//", "src=\"/", "<style", " style=\"", " onclick"])
        {
            Assert.DoesNotContain(attribute, page, StringComparison.Ordinal);
        }

        foreach (string file in (string[])["weir.css", "weir.js"])
        {
            Assert.Contains($"\"{file}\"", page, StringComparison.Ordinal);
            Assert.Equal(200, await web.StatusAsync(HttpMethod.Get, "/html/" + file));
        }
    }
}
