using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Web.Bgp;
using Weir.Web.Events;
using Weir.Web.Prometheus;
using Weir.Web.Scripts;
using Weir.Web.Sinks;

namespace Weir.Web.Tests;

/// <summary>The HTTP side over a real engine, in a test host.</summary>
internal sealed class WebFixture : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebFixture(WebApplication app, WeirWeb web, WebServices services)
    {
        _app = app;
        Web = web;
        Services = services;
        Client = app.GetTestClient();
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpClient Client { get; }

    public WeirWeb Web { get; }

    public WebServices Services { get; }

    public AnalyticsEngine Engine => Services.Engine;

    public TestServer Server => _app.GetTestServer();

    public static async Task<WebFixture> StartAsync(
        Action<WebOptions>? configure = null,
        IScriptGateway? scripts = null,
        IForwardingGateway? forwarding = null,
        IServerStatus? status = null,
        IReadOnlyList<IMetricSource>? sources = null,
        AnalyticsOptions? engine = null,
        TimeProvider? time = null,
        IBgpGateway? bgp = null,
        IEventGateway? events = null,
        ISinkGateway? sinks = null)
    {
        WebOptions options = new();
        configure?.Invoke(options);
        WebServices services = new()
        {
            Engine = new AnalyticsEngine(engine ?? new AnalyticsOptions(), time ?? TimeProvider.System, NullLogger.Instance),
            Version = "9.8-76",
            Logger = NullLogger.Instance,
            Time = time ?? TimeProvider.System,
            Scripts = scripts,
            Forwarding = forwarding,
            Bgp = bgp,
            Events = events,
            Sinks = sinks,
            Status = status,
            MetricSources = sources ?? [],
        };
        WeirWeb web = new(options, services);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseTestServer();
        WebApplication app = builder.Build();
        web.Use(app);
        app.UseRouting();
        web.Map(app);
        await app.StartAsync(Cancel);
        return new WebFixture(app, web, services);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? contentType = null)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            }
        }

        return await Client.SendAsync(request, Cancel);
    }

    public async Task<JsonElement> GetJsonAsync(string path, int status = 200)
    {
        using HttpResponseMessage response = await Client.GetAsync(path, Cancel);
        return await JsonAsync(response, status);
    }

    public async Task<string> GetTextAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path, Cancel);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    public async Task<int> StatusAsync(HttpMethod method, string path, string? body = null)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body);
        return (int)response.StatusCode;
    }

    /// <summary>Sends a change that must be refused, and gives the body of the refusal.</summary>
    public async Task<JsonElement> RefusedAsync(HttpMethod method, string path, string? body, int status = 400)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body);
        return await JsonAsync(response, status);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Engine.Dispose();
    }
}
