using System.Text;
using System.Text.Json;
using Weir.Web.Scripts;

namespace Weir.Web.Tests.Endpoints;

public class ScriptRoutesTests
{
    private const string Handler = "/app/ddos-protect/scripts/ddos.js";

    [Fact]
    public async Task Get_ScriptsJson_ListsScriptsOfScriptFile()
    {
        await using WebFixture web = await WebFixture.StartAsync(scripts: new RecordingScripts());
        JsonElement script = Assert.Single((await web.GetJsonAsync("/scripts/json")).EnumerateArray());
        Assert.Equal("own.js", script.GetProperty("name").GetString());
        Assert.Equal("A. U. Thor", script.GetProperty("author").GetString());
        Assert.Equal(2, (await web.GetJsonAsync("/api/v1/scripts/json")).GetArrayLength());
    }

    [Fact]
    public async Task Get_AppScriptsJson_ListsScriptsOfTheApp()
    {
        await using WebFixture web = await WebFixture.StartAsync(scripts: new RecordingScripts());
        JsonElement script = Assert.Single((await web.GetJsonAsync("/app/ddos-protect/scripts/json")).EnumerateArray());
        Assert.Equal("ddos.js:3: x is not defined", script.GetProperty("error").GetString());
        await web.GetJsonAsync("/app/nothing/scripts/json", 404);
    }

    [Fact]
    public async Task Get_Apps_ListsThemWithTheirPages()
    {
        await using WebFixture web = await WebFixture.StartAsync(scripts: new RecordingScripts(Path.GetTempPath()));
        foreach (string path in (string[])["/app/json", "/app/", "/app"])
        {
            JsonElement app = Assert.Single((await web.GetJsonAsync(path)).EnumerateArray());
            Assert.Equal("ddos-protect", app.GetProperty("name").GetString());
            Assert.Equal("app/ddos-protect/html/", app.GetProperty("html").GetString());
            Assert.False(app.TryGetProperty("htmlRoot", out _));
        }
    }

    [Fact]
    public async Task Get_AppStatus_IsOkOnlyWhileItRuns()
    {
        RecordingScripts scripts = new();
        await using WebFixture web = await WebFixture.StartAsync(scripts: scripts);
        Assert.Equal("OK", await web.GetTextAsync("/app/ddos-protect/status"));
        scripts.Running = false;
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/app/ddos-protect/status"));
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/app/other/status"));
    }

    [Fact]
    public async Task Any_AppHandler_GetsTheRequestInTheWordsOfScripts()
    {
        RecordingScripts scripts = new() { Reply = RecordingScripts.Value("""{"a":[1,null]}""") };
        await using WebFixture web = await WebFixture.StartAsync(scripts: scripts);
        JsonElement answer = await web.GetJsonAsync(Handler + "/trend/leaf%2F1/ein%20x/json?after=5&k=a&k=b&empty");
        Assert.Equal("""{"a":[1,null]}""", answer.GetRawText());
        ScriptRequest request = scripts.Last!;
        Assert.Equal(("ddos-protect", "ddos.js", "GET", "json"), (request.App, request.File, request.Method, request.Format));
        Assert.Equal(["trend", "leaf/1", "ein x"], request.Path);
        Assert.Equal(["5"], request.Query["after"]);
        Assert.Equal(["a", "b"], request.Query["k"]);
        Assert.Equal([""], request.Query["empty"]);
        Assert.Null(request.Body);
        Assert.StartsWith(Handler + "/trend/", request.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_ScriptPath_NamesScriptFileAndAppScripts()
    {
        RecordingScripts scripts = new() { Reply = RecordingScripts.Value("1") };
        await using WebFixture web = await WebFixture.StartAsync(scripts: scripts);
        await web.GetJsonAsync("/script/own.js/json");
        Assert.Equal((null, "own.js"), (scripts.Last!.App, scripts.Last.File));
        Assert.Empty(scripts.Last.Path);
        await web.GetJsonAsync("/script/ddos-protect~ddos.js/trend/json");
        Assert.Equal(("ddos-protect", "ddos.js"), (scripts.Last.App, scripts.Last.File));
        Assert.Equal(["trend"], scripts.Last.Path);
    }

    [Theory]
    [InlineData("PUT", "application/json", """{"a":1}""")]
    [InlineData("POST", "text/plain", "{a:1}")]
    [InlineData("POST", "application/x-www-form-urlencoded", "a=1")]
    [InlineData("PUT", null, "10")]
    [InlineData("DELETE", null, null)]
    public async Task Any_Body_ReachesTheScriptAsItWasSent(string method, string? type, string? body)
    {
        RecordingScripts scripts = new();
        await using WebFixture web = await WebFixture.StartAsync(scripts: scripts);
        using HttpResponseMessage response = await web.SendAsync(new HttpMethod(method), Handler + "/controls/json", body ?? "", type);
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(body, scripts.Last!.Body);
        Assert.Equal(type, scripts.Last.ContentType);
        Assert.Equal(method, scripts.Last.Method);
    }

    [Theory]
    [InlineData(200, "application/json", "\"automatic\"")]
    [InlineData(200, "text/plain", "up 1\n")]
    [InlineData(404, "text/plain", "not_found")]
    [InlineData(503, "text/plain", "service_unavailable")]
    public async Task Any_Answer_IsSentAsTheScriptGaveIt(int status, string type, string text)
    {
        ScriptReply reply = new(status, type, Encoding.UTF8.GetBytes(text));
        await using WebFixture web = await WebFixture.StartAsync(scripts: new RecordingScripts { Reply = reply });
        using HttpResponseMessage response = await web.SendAsync(HttpMethod.Get, Handler + "/json");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(text, await response.Content.ReadAsStringAsync(WebFixture.Cancel));
    }

    [Fact]
    public async Task Any_PathWithoutFormat_IsNotFound()
    {
        RecordingScripts scripts = new();
        await using WebFixture web = await WebFixture.StartAsync(scripts: scripts);
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, Handler));
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/script/own.js"));
        Assert.Null(scripts.Last);
    }

    [Fact]
    public async Task Any_HugeBody_NeverReachesTheScript()
    {
        RecordingScripts scripts = new();
        await using WebFixture web = await WebFixture.StartAsync(o => o.MaxBodyBytes = 100, scripts);
        Assert.Equal(413, await web.StatusAsync(HttpMethod.Put, Handler + "/json", new string(' ', 101)));
        Assert.Null(scripts.Last);
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, Handler + "/json", new string(' ', 100)));
    }

    [Fact]
    public async Task Any_ReadOnlyServer_LeavesScriptsTheirChanges()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.ReadOnly = true, new RecordingScripts());
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Put, Handler + "/json", "1"));
    }
}
