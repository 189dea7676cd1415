using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Testing;

namespace Weir.Web.Tests;

public class WeirWebHostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_Defaults_ServesOnLoopback()
    {
        WebOptions options = new() { Port = 0, MaxBodyBytes = 1_000 };
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        using WeirWeb web = Make(options, engine);
        await using WeirWebHost host = await WeirWebHost.StartAsync(web, options, null, Cancel);
        Uri url = Assert.Single(host.Endpoints);
        Assert.True(url.IsLoopback);
        using HttpClient client = new() { BaseAddress = url };
        Assert.Equal("1.2-3", await client.GetStringAsync("/version", Cancel));
        Assert.Equal(1, web.Analyzer()["httpConnectionsTotal"]);
        using ByteArrayContent huge = new(new byte[options.MaxBodyBytes + 1]);
        using HttpResponseMessage refused = await client.PutAsync("/flow/f/json", huge, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task StartAsync_PortTaken_NamesProperty()
    {
        WebOptions options = new() { Port = 0, Hostname = "127.0.0.1" };
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        using WeirWeb web = Make(options, engine);
        await using WeirWebHost host = await WeirWebHost.StartAsync(web, options, null, Cancel);
        WebOptions same = new() { Port = host.Endpoints[0].Port, Hostname = "127.0.0.1" };
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => WeirWebHost.StartAsync(web, same, null, Cancel));
        Assert.StartsWith("http.port: cannot listen", e.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another program, perhaps another Weir; stop that one or choose another port with -Dhttp.port=", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /app/x/html/../../../etc/passwd HTTP/1.1")]
    [InlineData("GET /html/%2e%2e/%2e%2e/etc/passwd HTTP/1.1")]
    [InlineData("GET /flow/%ff%fe/json HTTP/1.1")]
    [InlineData("GET /html/%00 HTTP/1.1")]
    [InlineData("GET /no HTTP/9.9")]
    [InlineData("nonsense")]
    public async Task Request_Hostile_IsRefusedAndTheServerLives(string line)
    {
        WebOptions options = new() { Port = 0 };
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        using WeirWeb web = Make(options, engine);
        await using WeirWebHost host = await WeirWebHost.StartAsync(web, options, null, Cancel);
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, host.Endpoints[0].Port, Cancel);
        await using NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\nHost: h\r\nConnection: close\r\n\r\n"), Cancel);
        using StreamReader reader = new(stream);
        string answer = await reader.ReadToEndAsync(Cancel);
        Assert.Matches("^HTTP/1.1 (4..|505)", answer);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        using HttpClient client = new() { BaseAddress = host.Endpoints[0] };
        Assert.Equal("OK\n", await client.GetStringAsync("/healthz", Cancel));
    }

    [Fact]
    public async Task DisposeAsync_WithWaitingPoll_AnswersIt()
    {
        WebOptions options = new() { Port = 0 };
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        using WeirWeb web = Make(options, engine);
        WeirWebHost host = await WeirWebHost.StartAsync(web, options, null, Cancel);
        using HttpClient client = new() { BaseAddress = host.Endpoints[0] };
        Task<string> waiting = client.GetStringAsync("/events/json?eventID=-1&timeout=600", Cancel);
        Assert.True(await Condition.HoldsAsync(() => web.Waiting.Now == 1, Cancel));
        await host.DisposeAsync();
        Assert.Equal("[]", await waiting);
    }

    private static WeirWeb Make(WebOptions options, AnalyticsEngine engine) =>
        new(options, new WebServices { Engine = engine, Version = "1.2-3", Logger = NullLogger.Instance });
}
