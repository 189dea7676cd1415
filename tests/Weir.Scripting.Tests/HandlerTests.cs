using System.Text;
using System.Text.Json;
using Weir.Analytics.Thresholds;

namespace Weir.Scripting.Tests;

public sealed class HandlerTests
{
    private const string Statuses = """
        setHttpHandler(function(req) {
          switch (req.path[0]) {
            case 'value': return {a: NaN, b: [, 1], q: req.query};
            case 'text': return 'plain ü';
            case 'nothing': return;
            case 'async': return new Promise(function(done) { setTimeout(function() { done('later'); }, 1); });
            case 'asyncfail': return Promise.reject('not_found');
            case 'error': throw new Error('boom');
            case 'body': if (req.error) { throw 'bad_request'; } return {body: req.body, method: req.method, format: req.format, url: req.url};
            default: throw req.path[0];
          }
        });
        """;

    [Theory]
    [InlineData("value/json?x=1&x=2", 200, "application/json", """{"a":null,"b":[null,1],"q":{"x":["1","2"]}}""")]
    [InlineData("text/txt", 200, "text/plain; charset=utf-8", "plain ü")]
    [InlineData("text/json", 200, "application/json", "\"plain ü\"")]
    [InlineData("text/html", 200, "text/html; charset=utf-8", "plain ü")]
    [InlineData("nothing/json", 204, "", "")]
    [InlineData("async/txt", 200, "text/plain; charset=utf-8", "later")]
    [InlineData("asyncfail/json", 404, "text/plain; charset=utf-8", "not_found")]
    [InlineData("not_found/json", 404, "text/plain; charset=utf-8", "not_found")]
    [InlineData("bad_request/json", 400, "text/plain; charset=utf-8", "bad_request")]
    [InlineData("service_unavailable/json", 503, "text/plain; charset=utf-8", "service_unavailable")]
    [InlineData("internal_server_error/json", 500, "text/plain; charset=utf-8", "internal_server_error")]
    [InlineData("bad_value/json", 500, "text/plain; charset=utf-8", "internal_server_error")]
    [InlineData("error/json", 500, "text/plain; charset=utf-8", "internal_server_error")]
    public async Task HttpHandler_Answers_BecomeStatusTypeAndBody(string path, int status, string type, string body)
    {
        await using ScriptLab lab = await new ScriptLab().Script("h.js", Statuses).StartAsync();
        ScriptResponse response = await lab.AskAsync("h.js/" + path);
        Assert.Equal((status, type, body), (response.Status, response.ContentType, Encoding.UTF8.GetString(response.Body.Span)));
    }

    [Theory]
    [InlineData("\"automatic\"", "application/json", 200, """{"body":"automatic","method":"POST","format":"json","url":"/script/h.js/body/json"}""")]
    [InlineData("{\"a\":[1]}", null, 200, """{"body":{"a":[1]},"method":"POST","format":"json","url":"/script/h.js/body/json"}""")]
    [InlineData("42", "text/plain", 200, """{"body":42,"method":"POST","format":"json","url":"/script/h.js/body/json"}""")]
    [InlineData("{oops", "application/json", 400, "bad_request")]
    [InlineData("hello", "text/plain", 200, """{"body":"hello","method":"POST","format":"json","url":"/script/h.js/body/json"}""")]
    public async Task HttpHandler_GetsBody_ParsedWhenJson(string body, string? type, int status, string expected)
    {
        await using ScriptLab lab = await new ScriptLab().Script("h.js", Statuses).StartAsync();
        ScriptResponse response = await lab.AskAsync("h.js/body/json", "POST", body, type);
        Assert.Equal((status, expected), (response.Status, Encoding.UTF8.GetString(response.Body.Span)));
    }

    [Fact]
    public async Task HandleAsync_WithoutScriptOrHandler_Is404()
    {
        await using ScriptLab lab = await new ScriptLab().Script("h.js", "var nothing;").StartAsync();
        Assert.Equal(404, (await lab.AskAsync("h.js/json")).Status);
        Assert.Equal(404, (await lab.AskAsync("other.js/json")).Status);
    }

    [Fact]
    public async Task HandleAsync_HandlerNeverAnswers_Is503AndCounted()
    {
        await using ScriptLab lab = new ScriptLab().Script("h.js", "setHttpHandler(function() { return new Promise(function() {}); });");
        lab.Options.RequestTimeout = TimeSpan.FromMilliseconds(200);
        await lab.StartAsync();
        Assert.Equal(503, (await lab.AskAsync("h.js/json")).Status);
        Assert.Equal(1, lab.Only.Counters.RequestsTimedOut);
    }

    [Fact]
    public async Task HandleAsync_TooManyWait_Is503AndCounted()
    {
        await using ScriptLab lab = new ScriptLab().Script("h.js", "setHttpHandler(function() { return new Promise(function() {}); });");
        lab.Options.RequestCapacity = 2;
        await lab.StartAsync();
        Task<ScriptResponse>[] waiting = [lab.AskAsync("h.js/json"), lab.AskAsync("h.js/json")];
        Assert.Equal(503, (await lab.AskAsync("h.js/json")).Status);
        Assert.Equal(1, lab.Only.Counters.RequestsRefused);
        await lab.Manager.DisposeAsync();
        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(503, r.Status));
    }

    [Fact]
    public async Task FlowHandler_WithNames_GetsOnlyThoseInOrder()
    {
        const string Source = """
            var seen = [];
            setFlowHandler(function(rec) { seen.push([rec.name, rec.flowID, rec.flowKeys, rec.value, rec.start, rec.end, rec.agent, rec.dataSource]); }, ['one', 'two']);
            setHttpHandler(function() { return seen; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("f.js", Source).StartAsync();
        lab.Offer(ScriptLab.Record("one", "a,b", 1));
        lab.Offer(ScriptLab.Record("three", "no", 2));
        lab.Offer(ScriptLab.Record("two", "c", 3));
        await lab.Manager.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            """[["one",1,"a,b",1,1000,2000,"10.0.0.1","3"],["two",3,"c",1,1000,2000,"10.0.0.1","3"]]""",
            (await lab.JsonAsync("f.js/json")).GetRawText());
        Assert.Equal(2, lab.Only.Counters.RecordsHandled);
    }

    [Fact]
    public async Task EventHandler_ThatThrows_IsLoggedWithLineAndStays()
    {
        const string Source = """
            var n = 0;
            setEventHandler(function(evt) {
              n++;
              if (evt.eventID === 1) {
                topologyInterfacetoPort(evt.agent);
              }
              if (evt.eventID === 2) { throw 'a string'; }
            }, ['t']);
            setHttpHandler(function() { return n; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("e.js", Source).StartAsync();
        foreach (long id in (long[])[1, 2, 3])
        {
            lab.Offer(new ThresholdEvent { EventId = id, ThresholdId = "t", Metric = "m", Agent = "10.0.0.1", DataSource = "1", Values = [1, 2] });
        }

        lab.Offer(new ThresholdEvent { EventId = 4, ThresholdId = "other", Metric = "m", Agent = "10.0.0.1", DataSource = "1" });
        await lab.Manager.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, (await lab.JsonAsync("e.js/json")).GetInt32());
        await lab.UntilLogAsync($"Warning script e.js: {Path.Combine(lab.Root, "e.js")}:5: ReferenceError: topologyInterfacetoPort is not defined (event handler)");
        await lab.UntilLogAsync("Warning script e.js: a string (event handler)");
    }

    [Fact]
    public async Task IntervalHandler_SlowerThanInterval_IsNotCalledInArrears()
    {
        const string Source = """
            var ticks = [];
            setIntervalHandler(function(now) { ticks.push(now); var end = Date.now() + 60; while (Date.now() < end); }, '0.02');
            setHttpHandler(function() { return ticks; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("i.js", Source).StartAsync();
        await lab.UntilAsync(() => lab.Only.Counters.TicksSkipped > 3, "skipped ticks");
        JsonElement ticks = await lab.JsonAsync("i.js/json");
        Assert.True(ticks.GetArrayLength() > 0);
        Assert.InRange(ticks[0].GetInt64(), 1_700_000_000_000, 4_000_000_000_000);
        Assert.Equal(["interval", "http"], lab.Only.Handlers);
    }

    [Fact]
    public async Task IntervalHandler_LoadedBeforeAReplaysFirstDatagram_IsCalledOnceThereIsATime()
    {
        const string Source = """
            setIntervalHandler(function(now) { logInfo('now ' + now); }, 0.02);
            setTimeout(function() { logInfo('intervals have passed'); }, 200);
            """;
        await using ScriptLab lab = await new ScriptLab(isReplay: true).Script("i.js", Source).StartAsync();
        await lab.UntilLogAsync("intervals have passed");
        new SampleFeed(lab.Engine).Sample([]);
        await lab.UntilLogAsync("now 1700000000001");
    }

    [Fact]
    public async Task RecordFlood_AtSlowHandler_IsDroppedAndCountedWhileRequestsAreAnswered()
    {
        const string Source = """
            var n = 0;
            setFlowHandler(function(rec) { n++; var end = Date.now() + 2; while (Date.now() < end); });
            setHttpHandler(function() { return n; });
            """;
        await using ScriptLab lab = new ScriptLab().Script("f.js", Source);
        lab.Options.QueueCapacity = 100;
        await lab.StartAsync();
        for (int i = 0; i < 50_000; i++)
        {
            lab.Offer(ScriptLab.Record("any", "k", i));
        }

        Assert.True((await lab.JsonAsync("f.js/json")).GetInt32() < 50_000);
        await lab.Manager.DrainAsync(TestContext.Current.CancellationToken);
        ScriptCounters counters = lab.Only.Counters;
        Assert.Equal(50_000, counters.RecordsHandled + counters.RecordsDropped);
        Assert.True(counters.RecordsDropped > 40_000);
        Assert.True(lab.Log.Has("its queue of flow records is full"));
    }

    [Fact]
    public async Task AsynchronousErrors_OfTimersAndPromises_AreLogged()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Script("t.js", "setTimeout(function() { throw new Error('timer'); }, 1);\nPromise.reject(new Error('promise'));\nsetHttpHandler(function() { return 1; });")
            .StartAsync();
        await lab.UntilLogAsync("t.js:1: Error: timer");
        await lab.UntilLogAsync("t.js:2: Error: promise");
        Assert.Equal(1, (await lab.JsonAsync("t.js/json")).GetInt32());
    }
}
