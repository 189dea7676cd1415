using System.Net;
using System.Text.Json;
using Weir.Testing;

namespace Weir.Web.Tests.Endpoints;

public class EventRoutesTests
{
    private const string Path = "/api/v1/events";

    [Theory]
    [InlineData("{\"id\":\"a\",\"kind\":\"k\"}", null, "a")]
    [InlineData("{id:'a',kind:'k'}", null, "a")]
    [InlineData("[{\"id\":\"a\",\"kind\":\"k\"},{\"id\":\"b\",\"kind\":\"k\"}]", null, "a,b")]
    [InlineData("{\"id\":\"a\",\"kind\":\"k\"}\n{\"id\":\"b\",\"kind\":\"k\"}\n", null, "a,b")]
    [InlineData("{\"id\":\"a\",\"kind\":\"k\"}\r\n\r\n{\"id\":\"b\",\"kind\":\"k\"}", "application/x-ndjson", "a,b")]
    public async Task Post_Events_AnswersTheirIdsOnceStored(string body, string? type, string ids)
    {
        await using WebFixture web = await WebFixture.StartAsync(events: new KeptEvents());
        using HttpResponseMessage first = await web.SendAsync(HttpMethod.Post, Path, body, type);
        JsonElement receipt = await WebFixture.JsonAsync(first, 201);
        Assert.Equal(ids, string.Join(',', receipt.GetProperty("ids").EnumerateArray()));
        Assert.Equal(ids.Split(',').Length, receipt.GetProperty("accepted").GetInt32());

        using HttpResponseMessage again = await web.SendAsync(HttpMethod.Post, Path, body, type);
        Assert.Equal(0, (await WebFixture.JsonAsync(again, 200)).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Post_BadEvents_NamesEveryProblemAndKeepsNothing()
    {
        KeptEvents events = new();
        await using WebFixture web = await WebFixture.StartAsync(events: events);
        JsonElement refused = await web.RefusedAsync(HttpMethod.Post, Path, "[{\"message\":\"m\"},{\"kind\":\"k\"},{}]");
        Assert.Equal("[0].kind,[2].kind", string.Join(',', refused.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetProperty("path").GetString())));
        Assert.Equal(0, events.Read(new()).Last);
    }

    [Theory]
    [InlineData("this is not JSON", null, "body:1:1")]
    [InlineData("{\"kind\":\"k\"}\nnot JSON\n{\"kind\":", null, "line 2,line 3")]
    [InlineData("not JSON", "application/x-ndjson", "line 1")]
    [InlineData("[]", null, "body")]
    public async Task Post_NoJson_SaysWhere(string body, string? type, string paths)
    {
        await using WebFixture web = await WebFixture.StartAsync(events: new KeptEvents());
        using HttpResponseMessage response = await web.SendAsync(HttpMethod.Post, Path, body, type);
        JsonElement refused = await WebFixture.JsonAsync(response, 400);
        Assert.Equal(paths, string.Join(',', refused.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetProperty("path").GetString())));
    }

    [Fact]
    public async Task Post_DiskFull_IsServiceUnavailableWithRetryAfter()
    {
        await using WebFixture web = await WebFixture.StartAsync(events: new KeptEvents { IsFull = true });
        using HttpResponseMessage response = await web.SendAsync(HttpMethod.Post, Path, "{kind:'k'}");
        Assert.Contains("no space left", (await WebFixture.JsonAsync(response, 503)).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Post_ReadOnly_IsForbidden()
    {
        KeptEvents events = new();
        await using WebFixture web = await WebFixture.StartAsync(o => o.ReadOnly = true, events: events);
        Assert.Equal(403, await web.StatusAsync(HttpMethod.Post, Path, "{kind:'k'}"));
        Assert.Equal(0, events.Read(new()).Last);
    }

    [Fact]
    public async Task Get_Events_PassesTheQueryOnAndShowsSchema()
    {
        KeptEvents events = new();
        events.Add("a", "k");
        await using WebFixture web = await WebFixture.StartAsync(events: events);
        JsonElement page = await web.GetJsonAsync(Path + "?since=0&limit=5&kind=k,l&severity=warning&service=s&subject=10.0.0.1");
        JsonElement one = Assert.Single(page.GetProperty("events").EnumerateArray());
        Assert.Equal(("a", 1, 1), (one.GetProperty("id").GetString(), one.GetProperty("sequence").GetInt64(), one.GetProperty("schema").GetInt32()));
        Assert.Equal("[1,2]", JsonSerializer.Serialize(one.GetProperty("fields").GetProperty("list")));
        Assert.Equal(5, one.GetProperty("fields").GetProperty("n").GetInt32());
        Assert.Equal(1, page.GetProperty("next").GetInt64());
        Assert.Equal((0L, 5, "k,l", "warning", "s", "10.0.0.1"), (events.LastQuery!.Since, events.LastQuery.Limit, string.Join(',', events.LastQuery.Kinds), events.LastQuery.Severity, events.LastQuery.Services[0], events.LastQuery.Subjects[0]));
    }

    [Fact]
    public async Task Get_EventAsDeepAsOneMayBePosted_IsShownWithTheOthers()
    {
        KeptEvents events = new();
        string deepest = new string('[', 62) + new string(']', 62);
        events.Add("deep", "k", deepest);
        events.Add("flat", "k");
        await using WebFixture web = await WebFixture.StartAsync(events: events);
        using HttpResponseMessage posted = await web.SendAsync(HttpMethod.Post, Path, $"{{kind:'k',fields:{{list:{deepest}}}}}");
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        using HttpResponseMessage answer = await web.SendAsync(HttpMethod.Get, Path);
        using JsonDocument page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(WebFixture.Cancel), new JsonDocumentOptions { MaxDepth = 128 });
        Assert.Equal(["deep", "flat", "k"], page.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("since=-1")]
    [InlineData("limit=x")]
    [InlineData("wait=-3")]
    public async Task Get_BadNumber_IsRefused(string query)
    {
        await using WebFixture web = await WebFixture.StartAsync(events: new KeptEvents());
        await web.GetJsonAsync($"{Path}?{query}", 400);
    }

    [Fact]
    public async Task Get_WithWait_AnswersWhenAnEventThatIsWantedComes()
    {
        KeptEvents events = new();
        events.Add("old", "k");
        await using WebFixture web = await WebFixture.StartAsync(events: events);
        Task<JsonElement> waiting = web.GetJsonAsync(Path + "?since=1&kind=wanted&wait=60");
        Assert.True(await Condition.HoldsAsync(() => events.Waiting == 1, WebFixture.Cancel));
        events.Add("other", "k");
        Assert.True(await Condition.HoldsAsync(() => events.Waiting == 2, WebFixture.Cancel));
        events.Add("new", "wanted");
        Assert.Equal("new", Assert.Single((await waiting).GetProperty("events").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Get_WithWaitAndNothing_AnswersEmptyInTheEnd()
    {
        await using WebFixture web = await WebFixture.StartAsync(events: new KeptEvents());
        JsonElement page = await web.GetJsonAsync(Path + "?since=0&wait=0.05");
        Assert.Empty(page.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Get_TooManyWait_IsServiceUnavailable()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.MaxWaiting = 0, events: new KeptEvents());
        using HttpResponseMessage response = await web.SendAsync(HttpMethod.Get, Path + "?wait=5");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
