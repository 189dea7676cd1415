using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Web;

/// <summary>Runs a <see cref="WeirWeb"/> on Kestrel.</summary>
public sealed class WeirWebHost : IAsyncDisposable
{
    // Long polls are released at once; what is left after this is a client that does not read its answer.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private WeirWebHost(WebApplication app)
    {
        _app = app;
        Urls = [.. app.Urls];
    }

    /// <summary>Where it listens: URLs with the port that was bound.</summary>
    public IReadOnlyList<Uri> Endpoints => [.. Urls.Select(u => new Uri(u))];

    private IReadOnlyList<string> Urls { get; }

    /// <summary>Binds the port and serves.</summary>
    /// <param name="web">What is served; stays the caller's.</param>
    /// <param name="options">Settings; the bind rule of <see cref="HttpBinding"/> applies.</param>
    /// <param name="loggers">Makes the loggers of Kestrel; null for silence.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <exception cref="InvalidOperationException">The host name has no address, or the address and port cannot be bound; the message names them.</exception>
    public static async Task<WeirWebHost> StartAsync(WeirWeb web, WebOptions options, ILoggerFactory? loggers, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(web);
        HttpBinding binding = HttpBinding.Resolve(options, Dns.GetHostAddresses);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "weir" });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = ShutdownTimeout);
        if (loggers is not null)
        {
            builder.Services.AddSingleton(loggers);
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            web.ConfigureLimits(kestrel);
            Listen(kestrel, binding);
        });
        WebApplication app = builder.Build();
        web.Use(app);
        app.UseRouting();
        web.Map(app);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            string reason = e.InnerException is AddressInUseException
                ? "it is in use by another program, perhaps another Weir; stop that one or choose another port with -Dhttp.port="
                : e.Message;
            throw new InvalidOperationException(FormattableString.Invariant($"http.port: cannot listen on TCP port {binding.Port}: {reason}"), e);
        }

        WeirWebHost host = new(app);
        web.LogListening(binding with { Addresses = Bound(binding) }, host.Endpoints[0].Port);
        return host;
    }

    /// <summary>Stops accepting, ends long polls, waits a moment for the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, HttpBinding binding)
    {
        if (binding.Addresses is [{ } only] && only.Equals(IPAddress.IPv6Any))
        {
            kestrel.ListenAnyIP(binding.Port);
        }
        else if (binding.IsLoopbackOnly && binding.Addresses.Count > 1 && binding.Port != 0)
        {
            kestrel.ListenLocalhost(binding.Port);
        }
        else
        {
            foreach (IPAddress address in Bound(binding))
            {
                kestrel.Listen(address, binding.Port);
            }
        }
    }

    // Port 0 would be a different port for every address.
    private static IReadOnlyList<IPAddress> Bound(HttpBinding binding) => binding.Port == 0 ? [binding.Addresses[0]] : binding.Addresses;
}
