using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Web.Endpoints;
using Weir.Web.Routing;

namespace Weir.Web;

/// <summary>The HTTP side: REST calls, script handlers, pages, metrics. Inert until mapped into a host.</summary>
/// <remarks>
/// <see cref="WeirWebHost"/> does all of it on Kestrel; a test maps it into a host of its own with <see cref="Use"/> and <see cref="Map"/>.
/// </remarks>
public sealed class WeirWeb : IDisposable
{
    private readonly WebRuntime _web;
    private readonly RequestPipeline _pipeline;
    private readonly RouteTable _table = new();

    /// <summary>Prepares the routes.</summary>
    /// <param name="options">Settings, validated by the caller.</param>
    /// <param name="services">What is served.</param>
    public WeirWeb(WebOptions options, WebServices services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        InternalToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _web = new WebRuntime(options, services);
        _pipeline = new RequestPipeline(_web, new Access(options, InternalToken));
        Collect(options, services);
    }

    /// <summary>A bearer token of this run, accepted besides the configured secrets: for calls the server makes to itself.</summary>
    public string InternalToken { get; }

    /// <summary>The routes that are mapped.</summary>
    internal IReadOnlyList<WebRoute> Routes => [.. _table.Routes.Where(IsOn)];

    /// <summary>Long polls that wait, and those refused so far because too many waited.</summary>
    internal (long Now, long Refused) Waiting => (_web.Counters.Waiting, _web.Counters.WaitingRefused);

    /// <summary>The numbers of <c>GET /analyzer/json</c>, for the script function <c>analyzer()</c>.</summary>
    public IReadOnlyDictionary<string, double> Analyzer() => AnalyzerReport.Collect(_web).ToDictionary(n => n.Json, n => n.Value);

    /// <summary>Sets limits and counts connections; the caller adds the endpoints.</summary>
    public void ConfigureLimits(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = _web.Options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = _web.Options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.ConfigureEndpointDefaults(listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => CountAsync(connection, next));
        });
    }

    /// <summary>Adds what surrounds every request: counting, authentication, error answers. Before routing.</summary>
    public void Use(IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.ApplicationServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(_web.ReleaseWaiting);
        app.Use(next => http => _pipeline.InvokeAsync(http, next));
    }

    /// <summary>Maps every route.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        foreach (WebRoute route in Routes)
        {
            endpoints.MapMethods(route.Pattern, route.Methods, http => _pipeline.RunAsync(http, route));
        }
    }

    /// <summary>Says in the log where the HTTP side listens, and why there.</summary>
    /// <param name="binding">What was decided.</param>
    /// <param name="port">The port that was bound.</param>
    public void LogListening(HttpBinding binding, int port)
    {
        ArgumentNullException.ThrowIfNull(binding);
        string addresses = string.Join(", ", binding.Addresses.Select(a => a.Equals(IPAddress.IPv6Any) ? "*" : a.ToString()));
        WebLog.Listening(_web.Services.Logger, port, addresses, binding.Reason);
    }

    /// <summary>Ends waiting long polls.</summary>
    public void Dispose() => _web.ReleaseWaiting();

    private void Collect(WebOptions options, WebServices services)
    {
        ServerRoutes.Add(_table);
        MetricRoutes.Add(_table);
        FlowRoutes.Add(_table);
        ThresholdRoutes.Add(_table);
        GroupRoutes.Add(_table);
        TopologyRoutes.Add(_table);
        PrometheusRoutes.Add(_table);
        PageRoutes.Add(_table, options.Html);
        if (services.Forwarding is not null)
        {
            ForwardingRoutes.Add(_table, services.Forwarding);
        }

        if (services.Bgp is not null)
        {
            BgpRoutes.Add(_table, services.Bgp);
        }

        if (services.Events is not null)
        {
            EventRoutes.Add(_table, services.Events);
        }

        if (services.Sinks is not null)
        {
            SinkRoutes.Add(_table, services.Sinks);
        }

        if (services.Scripts is not null)
        {
            ScriptRoutes.Add(_table, services.Scripts);
        }

        _table.Section("operations", RouteArea.Operations);
        Lazy<byte[]> document = new(() => _web.Json.Serialize(OpenApiDocument.Build(Routes, services.Version)));
        _table.Get("/openapi/v1.json", "This description", c => c.JsonBytes(document.Value));
    }

    private bool IsOn(WebRoute route) => route.Area switch
    {
        RouteArea.Rest => _web.Options.Rest || _web.Options.Html,
        RouteArea.Pages => _web.Options.Html,
        _ => true,
    };

    private async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _web.Counters.ConnectionOpened();
        try
        {
            await next(connection);
        }
        finally
        {
            _web.Counters.ConnectionClosed();
        }
    }
}
