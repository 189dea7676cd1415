using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Weir.Export.Tests.Http;

/// <summary>A bare Kestrel that answers as a test says.</summary>
public sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeServer(WebApplication app) => _app = app;

    public int Port { get; private init; }

    public static async Task<ProbeServer> StartAsync(RequestDelegate answer, HttpsConnectionAdapterOptions? tls = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (tls is not null)
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(tls);
            }
        }));
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new ProbeServer(app) { Port = new Uri(address).Port };
    }

    public Uri Url(string path = "/", string scheme = "http", string host = "127.0.0.1") => new($"{scheme}://{host}:{Port}{path}");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
