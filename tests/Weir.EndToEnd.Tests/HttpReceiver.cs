using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Weir.EndToEnd.Tests;

/// <summary>A receiver of events on loopback, HTTP or HTTPS with a CA of its own, that records what it is sent.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Func<HttpContext, Task> _answer;

    private HttpReceiver(bool tls, Func<HttpContext, Task> answer)
    {
        _answer = answer;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (tls)
        {
            Certificate = MakeCertificate();
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (tls)
            {
                listen.UseHttps(Certificate!);
            }
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public ConcurrentQueue<Received> Requests { get; } = new();

    public X509Certificate2? Certificate { get; }

    public string Address { get; private set; } = "";

    public int Port => new Uri(Address).Port;

    /// <summary>Starts a receiver.</summary>
    /// <param name="tls">True for HTTPS.</param>
    /// <param name="answer">Writes the answer after the request was recorded; 200 with an empty body by default.</param>
    public static async Task<HttpReceiver> StartAsync(bool tls, Func<HttpContext, Task>? answer = null)
    {
        HttpReceiver receiver = new(tls, answer ?? (_ => Task.CompletedTask));
        await receiver._application.StartAsync();
        receiver.Address = receiver._application.Urls.Single().TrimEnd('/').Replace("127.0.0.1", tls ? "localhost" : "127.0.0.1", StringComparison.Ordinal);
        return receiver;
    }

    /// <summary>Waits until <paramref name="count"/> requests have come.</summary>
    public async Task<IReadOnlyList<Received>> WaitForAsync(int count, TimeSpan? patience = null)
    {
        using CancellationTokenSource limit = new(patience ?? TimeSpan.FromSeconds(60));
        while (Requests.Count < count)
        {
            try
            {
                await Task.Delay(20, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{Requests.Count} of {count} requests came:\n{string.Join('\n', Requests)}");
            }
        }

        return [.. Requests];
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Certificate?.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        Requests.Enqueue(new Received(context.Request.Method, context.Request.Path, context.Request.ContentType, body, Environment.TickCount64));
        await _answer(context);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    internal sealed record Received(string Method, string Path, string? ContentType, string Body, long AtMs);
}
