using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Scripting.Tests;

public sealed class HttpTests
{
    [Fact]
    public async Task Http_EveryForm_SendsMethodTypeBodyAndCredentials()
    {
        await using Receiver receiver = await Receiver.StartAsync(200, "ok");
        string source = $$"""
            var u = '{{receiver.Url}}';
            var got = [
              http(u + '/a?x=1'),
              http(u + '/b', 'get', 'user', 'pass', 'text/plain'),
              http(u + '/c', 'post', 'application/json', '{"ü":1}'),
              http(u + '/d', 'PUT', 'text/weird;x=y', 'body', 'u2', 'p2'),
              http(u + '/e', 'delete', null, null, {'X-Token': 5}),
            ];
            """;
        JsonElement got = await ScriptLab.EvaluateAsync(source, "got");
        Assert.Equal("""["ok","ok","ok","ok","ok"]""", got.GetRawText());
        IReadOnlyList<ReceivedRequest> r = receiver.Requests;
        Assert.Equal(["GET /a?x=1", "GET /b", "POST /c", "PUT /d", "DELETE /e"], r.Select(x => $"{x.Method} {x.Target}"));
        Assert.Equal(("Basic dXNlcjpwYXNz", "text/plain"), (r[1].Headers["authorization"], r[1].Headers["accept"]));
        Assert.Equal(("application/json", "{\"ü\":1}"), (r[2].Headers["content-type"], r[2].Body));
        Assert.Equal(("text/weird;x=y", "body", "Basic dTI6cDI="), (r[3].Headers["content-type"], r[3].Body, r[3].Headers["authorization"]));
        Assert.Equal("5", r[4].Headers["x-token"]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Http_ErrorStatus_ThrowsWithStatus(int status)
    {
        await using Receiver receiver = await Receiver.StartAsync(status, "no");
        JsonElement got = await ScriptLab.EvaluateAsync($"var m; try {{ http('{receiver.Url}/'); }} catch (e) {{ m = e instanceof Error && e.message; }}", "m");
        Assert.Contains($"{status}", got.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http2_AnyStatus_ReturnsResponse()
    {
        await using Receiver receiver = await Receiver.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            context.Response.Headers["X-Reason"] = "because";
            return context.Response.WriteAsync("denied");
        });
        JsonElement got = await ScriptLab.EvaluateAsync($"var r = http2({{url: '{receiver.Url}/x', operation: 'post', headers: {{'Content-Type': 'a/b'}}, body: {{a: 1}}}});", "[r.status, r.body, r.headers['x-reason'], r.url]");
        Assert.Equal($"""[403,"denied","because","{receiver.Url}/x"]""", got.GetRawText());
        Assert.Equal("{\"a\":1}", receiver.Requests[0].Body);
    }

    [Theory]
    [InlineData("http('ftp://x/')")]
    [InlineData("http2(null)")]
    [InlineData("httpAsync({url: 'nonsense'})")]
    [InlineData("httpAsync({url: 'http://localhost/', success: 5})")]
    [InlineData("http('http://127.0.0.1:1/')")]
    [InlineData("http('/own/without/server')")]
    [InlineData("dnsGetAllByName('no.such.host.invalid')")]
    [InlineData("graphite('127.0.0.1', 1, {a: 1})")]
    public async Task NetworkCalls_ThatCannotWork_Throw(string call)
    {
        JsonElement got = await ScriptLab.EvaluateAsync($"var m = 'nothing'; try {{ {call}; }} catch (e) {{ m = e instanceof Error; }}", "m");
        Assert.Equal(JsonValueKind.True, got.ValueKind);
    }

    [Theory]
    [InlineData(200, "s200 body")]
    [InlineData(204, "s204 ")]
    [InlineData(304, "s304 ")]
    [InlineData(400, "e400 body")]
    [InlineData(429, "e429 body")]
    [InlineData(500, "e500 body")]
    public async Task HttpAsync_Status_ChoosesCallback(int status, string expected)
    {
        await using Receiver receiver = await Receiver.StartAsync(status, status is 204 or 304 ? "" : "body");
        await using ScriptLab lab = await new ScriptLab().Script("a.js", $$"""
            httpAsync({url: '{{receiver.Url}}/push', operation: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}',
              success: function(r) { logInfo('got s' + r.status + ' ' + r.body + ' ' + typeof r.status + ' ' + r.url); },
              error: function(e) { logInfo('got e' + e.status + ' ' + e.body + ' ' + typeof e.status + ' ' + e.url); logInfo('text ' + e); } });
            """).StartAsync();
        await lab.UntilLogAsync($"got {expected} number {receiver.Url}/push");
        if (status >= 400)
        {
            await lab.UntilLogAsync($"text HTTP status {status} ");
        }
    }

    [Fact]
    public async Task HttpAsync_NobodyListens_CallsErrorWithStatusZeroAndText()
    {
        await using ScriptLab lab = await new ScriptLab().Script("a.js", "httpAsync({url: 'http://127.0.0.1:1/x', error: function(e) { logInfo('failed ' + e.status + ' ' + e.url + ' ' + e); }});").StartAsync();
        await lab.UntilLogAsync("failed 0 http://127.0.0.1:1/x GET http://127.0.0.1:1/x: ");
    }

    [Fact]
    public async Task HttpAsync_FarTooMany_EachGetsItsCallback()
    {
        const string Source = """
            var errors = 0;
            for (var i = 0; i < 20000; i++) {
              httpAsync({url: 'http://127.0.0.1:1/', error: function(e) { errors += e.status === 0 && ('' + e).indexOf('http://127.0.0.1:1/') > 0 ? 1 : 0; }});
            }
            setHttpHandler(function() { return errors; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("many.js", Source).StartAsync();
        int errors = 0;
        for (int tries = 0; errors < 20_000 && tries < 1_000; tries++)
        {
            errors = (await lab.JsonAsync("many.js/json")).GetInt32();
        }

        Assert.Equal(20_000, errors);
    }

    [Fact]
    public async Task HttpAsync_ToSilentServer_IsBoundedAndHandlersGoOn()
    {
        await using SilentServer silent = new();
        await using ScriptLab lab = await new ScriptLab().Script("a.js", $$"""
            var errors = 0;
            for (var i = 0; i < 1200; i++) {
              httpAsync({url: 'http://127.0.0.1:{{silent.Port}}/', error: function(e) { errors++; } });
            }
            setHttpHandler(function() { return errors; });
            """).StartAsync();
        await lab.UntilAsync(() => lab.Only.Counters.HttpRefused == 136, "136 refusals");
        int errors = 0;
        while (errors < 136)
        {
            errors = (await lab.JsonAsync("a.js/json")).GetInt32();
        }

        Assert.Equal(136, errors);
    }

    [Fact]
    public async Task Http_LargeBody_ComesThroughWhole()
    {
        await using Receiver receiver = await Receiver.StartAsync(async context =>
        {
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 49; i++)
            {
                await context.Response.Body.WriteAsync(block);
            }
        });
        await using ScriptLab lab = await new ScriptLab().Script("b.js", $"var n = http('{receiver.Url}/').length; setHttpHandler(function() {{ return n; }});").StartAsync();
        Assert.Equal(49 << 20, (await lab.JsonAsync("b.js/json")).GetInt32());
    }

    [Fact]
    public async Task Http_RelativeUrl_ReachesOtherScriptAndItself()
    {
        await using ScriptLab lab = new ScriptLab()
            .App("ddos-protect", "ddos.js", "setHttpHandler(function(req) { return {trend: req.path[0], q: req.query.a}; });")
            .Script("sonify.js", """
                setHttpHandler(function(req) {
                  if (req.path[0] === 'own') { return 'nested'; }
                  return [http('/script/ddos-protect~ddos.js/trend/json?a=1'), http('/script/sonify.js/own/txt')];
                });
                """);
        await using Receiver server = await Receiver.StartAsync(context => ForwardAsync(lab, context));
        lab.Options.ServerAddress = new Uri(server.Url);
        await lab.StartAsync();
        JsonElement got = await lab.JsonAsync("sonify.js/json");
        Assert.Equal(["""{"trend":"trend","q":["1"]}""", "nested"], got.EnumerateArray().Select(e => e.GetString()));
    }

    // The little of the web server that this test needs.
    private static async Task ForwardAsync(ScriptLab lab, HttpContext context)
    {
        string[] parts = context.Request.Path.Value!.Split('/')[2..];
        ScriptResponse response = await lab.Manager.HandleAsync(
            new ScriptRequest
            {
                Script = parts[0],
                Method = context.Request.Method,
                Path = parts[1..^1],
                Format = parts[^1],
                Query = context.Request.Query.ToDictionary(q => q.Key, IReadOnlyList<string> (q) => [.. q.Value!]),
                Headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
            },
            context.RequestAborted);
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.ContentType;
        await context.Response.Body.WriteAsync(response.Body);
    }

    [Fact]
    public async Task DnsGetAllByName_OfLocalhost_GivesAddresses()
    {
        JsonElement got = await ScriptLab.EvaluateAsync("", "dnsGetAllByName('localhost')");
        Assert.Contains(got.EnumerateArray(), a => IPAddress.IsLoopback(IPAddress.Parse(a.GetString()!)));
    }
}
