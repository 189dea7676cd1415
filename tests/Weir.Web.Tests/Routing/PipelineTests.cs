using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Web.Scripts;

namespace Weir.Web.Tests.Routing;

public class PipelineTests
{
    [Fact]
    public async Task Get_Version_IsText()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpResponseMessage response = await web.Client.GetAsync("/version", WebFixture.Cancel);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("9.8-76", await response.Content.ReadAsStringAsync(WebFixture.Cancel));
    }

    [Fact]
    public async Task Get_UnknownPath_IsNotFoundAsJson()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Contains("/no/such/path", (await web.GetJsonAsync("/no/such/path", 404)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "/version")]
    [InlineData("PUT", "/events/json")]
    [InlineData("PATCH", "/flow/x/json")]
    [InlineData("POST", "/")]
    public async Task Any_MethodThatIsNotThere_IsNotAllowed(string method, string path)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using HttpResponseMessage response = await web.SendAsync(new HttpMethod(method), path);
        Assert.Contains(method, (await WebFixture.JsonAsync(response, 405)).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Any_HandlerThatFails_GivesANumberAndNoDetails()
    {
        await using WebFixture web = await WebFixture.StartAsync(scripts: new BrokenScripts());
        JsonElement body = await web.GetJsonAsync("/scripts/json", 500);
        Assert.Equal(12, body.GetProperty("id").GetString()!.Length);
        Assert.DoesNotContain("inner detail", body.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_ByDefault_IsIndentedByOneSpace()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.StartsWith("{\n \"type\": \"Apache-2.0\",\n ", await web.GetTextAsync("/license/json"), StringComparison.Ordinal);
        await using WebFixture compact = await WebFixture.StartAsync(o => o.JsonIndent = 0);
        Assert.StartsWith("{\"type\":\"Apache-2.0\",", await compact.GetTextAsync("/license/json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/flow/f/json")]
    [InlineData("/threshold/t/json")]
    [InlineData("/group/g/json")]
    [InlineData("/map/m/json")]
    public async Task Put_BadBody_SaysWhatAndWhere(string path)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        JsonElement syntax = await web.RefusedAsync(HttpMethod.Put, path, "{\n keys: ipsource }");
        JsonElement diagnostic = Assert.Single(syntax.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal("body:2:8", diagnostic.GetProperty("path").GetString());
        Assert.Contains("'ipsource' is no JSON value", diagnostic.GetProperty("message").GetString(), StringComparison.Ordinal);
        await web.RefusedAsync(HttpMethod.Put, path, "");
        await web.RefusedAsync(HttpMethod.Put, path, null);
        await web.RefusedAsync(HttpMethod.Put, path, "[1]");
        await web.RefusedAsync(HttpMethod.Post, path, "12");
    }

    [Theory]
    [InlineData("/flow/f/json")]
    [InlineData("/threshold/t/json")]
    [InlineData("/group/g/json")]
    [InlineData("/map/m/json")]
    public async Task Put_BodyThatIsNotUtf8_IsRefused(string path)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using ByteArrayContent content = new([0x7B, 0x27, 0xFF, 0xFE, 0x27, 0x3A, 0x31, 0x7D]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=iso-8859-1");
        using HttpResponseMessage response = await web.Client.PutAsync(path, content, WebFixture.Cancel);
        Assert.Contains("UTF-8", (await WebFixture.JsonAsync(response, 400)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_HugeBody_IsRefusedWithAndWithoutLength()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.MaxBodyBytes = 1_000);
        Assert.Equal(413, await web.StatusAsync(HttpMethod.Put, "/flow/f/json", new string(' ', 1_001)));
        using HttpRequestMessage chunked = new(HttpMethod.Put, "/flow/f/json") { Content = new UnknownLengthContent(100_000) };
        using HttpResponseMessage response = await web.Client.SendAsync(chunked, WebFixture.Cancel);
        Assert.Contains("1000 bytes", (await WebFixture.JsonAsync(response, 413)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/flow/f/json")]
    [InlineData("/threshold/t/json")]
    [InlineData("/group/g/json")]
    [InlineData("/map/m/json")]
    [InlineData("/forwarding/f/json")]
    public async Task Change_ReadOnlyServer_IsForbidden(string path)
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.ReadOnly = true, forwarding: new ForwardingTable());
        foreach (HttpMethod method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Post, HttpMethod.Delete])
        {
            JsonElement refusal = await web.RefusedAsync(method, path, "{}", 403);
            Assert.Contains("http.readonly", refusal.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_RestTurnedOff_LeavesHealthAndMetricsAndScripts()
    {
        await using WebFixture web = await WebFixture.StartAsync(
            o =>
            {
                o.Rest = false;
                o.Html = false;
            },
            new RecordingScripts());
        Assert.Equal(404, await web.StatusAsync(HttpMethod.Get, "/version"));
        Assert.Equal("OK\n", await web.GetTextAsync("/healthz"));
        Assert.Equal(204, await web.StatusAsync(HttpMethod.Get, "/script/own.js/json"));
    }

    [Fact]
    public async Task Get_RestTurnedOffButPagesOn_KeepsRest()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.Rest = false);
        Assert.Equal(200, await web.StatusAsync(HttpMethod.Get, "/version"));
    }

    [Fact]
    public async Task Get_Readyz_SaysWhatIsMissing()
    {
        ServerState status = new();
        await using WebFixture web = await WebFixture.StartAsync(status: status);
        Assert.Equal("OK\n", await web.GetTextAsync("/readyz"));
        status.NotReady = ["UDP port 6343 is not bound"];
        Assert.Contains("6343", (await web.GetJsonAsync("/readyz", 503)).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("OK\n", await web.GetTextAsync("/healthz"));
    }

    private sealed class BrokenScripts : IScriptGateway
    {
        public IReadOnlyList<ScriptStatus> Scripts() => throw new InvalidOperationException("inner detail");

        public IReadOnlyList<AppStatus> Apps() => [];

        public Task<ScriptReply> HandleAsync(ScriptRequest request, CancellationToken cancel) => throw new InvalidOperationException("inner detail");
    }

    private sealed class UnknownLengthContent(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] block = Encoding.ASCII.GetBytes(new string(' ', 1_000));
            for (int sent = 0; sent < length; sent += block.Length)
            {
                await stream.WriteAsync(block);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
