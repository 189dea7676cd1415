using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Weir.Testing.Receivers;

/// <summary>An HTTP server on loopback that stands for a receiver of events or metrics, and misbehaves when told to.</summary>
/// <remarks>
/// A heir enforces its receiver's contract in <see cref="Handle"/>, which is never entered twice at once, and keeps what it accepted.
/// The port is chosen by the first start and kept, so that a receiver can go away and come back.
/// </remarks>
public abstract class HttpReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly TestCertificates? _certificates;
    private WebApplication? _server;
    private int _port;
    private bool _disposed;

    /// <summary>Makes a receiver that does not listen yet.</summary>
    /// <param name="certificates">Speaks https with these; http without.</param>
    protected HttpReceiver(TestCertificates? certificates = null) => _certificates = certificates;

    /// <summary>Where it listens, ending with a slash; known after the first start.</summary>
    public Uri Url => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(_certificates is null ? "http" : "https")}://127.0.0.1:{_port}/"));

    /// <summary>With https, asks clients for a certificate of the authority and turns away those without.</summary>
    public bool DemandClientCertificate { get; init; }

    /// <summary>What goes wrong with the next requests, one each, in order.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>What goes wrong with every request while <see cref="Faults"/> is empty; null when nothing does.</summary>
    public Fault? Standing { get; set; }

    /// <summary>Largest body that is read; more is answered 413.</summary>
    public int MaxBody { get; init; } = 100_000_000;

    /// <summary>Every request that was read whole, in order, with those that met a fault.</summary>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Protects what a heir keeps; <see cref="Handle"/> runs within it.</summary>
    protected Lock Gate => _gate;

    /// <summary>Listens; again on the same port after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, _port, endpoint =>
            {
                if (_certificates is { } certificates)
                {
                    endpoint.UseHttps(https => Secure(https, certificates));
                }
            });
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
        _port = new Uri(_server.Urls.First()).Port;
    }

    /// <summary>Closes every connection and listens no more.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            using CancellationTokenSource now = new();
            await now.CancelAsync();
            await server.StopAsync(now.Token);
            await server.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await _closing.CancelAsync();
            await StopAsync();
            _closing.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Checks a request against the contract, keeps what it brings and answers. Called within <see cref="Gate"/>.</summary>
    protected abstract Reply Handle(ReceivedRequest request);

    private void Secure(HttpsConnectionAdapterOptions https, TestCertificates certificates)
    {
        https.ServerCertificate = certificates.Server;
        if (DemandClientCertificate)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => certificates.Issued(certificate);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        try
        {
            Fault? fault = Faults.TryDequeue(out Fault? next) ? next : Standing;
            if (fault?.Kind == FaultKind.ResetMidBody)
            {
                await context.Request.Body.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, ends.Token);
                context.Abort();
                return;
            }

            if (await ReadAsync(context.Request, ends.Token) is not { } request)
            {
                await SendAsync(context, new Reply(context.Items.ContainsKey("large") ? 413 : 400, "body is too large or badly packed"), ends.Token);
                return;
            }

            lock (_gate)
            {
                _requests.Add(request);
            }

            await AnswerAsync(context, request, fault, ends.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The client has gone: whoever waits for the answer has seen that for himself.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, ReceivedRequest request, Fault? fault, CancellationToken cancel)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                await SendAsync(context, fault.Reply, cancel);
                return;
            case FaultKind.Reset:
                context.Abort();
                return;
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
                return;
            case FaultKind.Delay:
                await Task.Delay(fault.Time, cancel);
                break;
        }

        Reply reply;
        lock (_gate)
        {
            reply = Handle(request);
        }

        switch (fault?.Kind)
        {
            case FaultKind.ResetAfter:
                context.Abort();
                return;
            case FaultKind.ResetMidReply:
                await SendHalfAsync(context, cancel);
                return;
            case FaultKind.Trickle:
                await TrickleAsync(context, reply, fault.Time, cancel);
                return;
            default:
                await SendAsync(context, reply, cancel);
                return;
        }
    }

    private async Task<ReceivedRequest?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        byte[]? wire = await BoundedAsync(request.Body, request.HttpContext, cancel);
        byte[]? body = wire;
        string packing = request.Headers.ContentEncoding.ToString();
        if (wire is not null && packing.Length > 0 && packing != "snappy")
        {
            // Snappy is part of remote write's own contract: its receiver unpacks it.
            body = await UnpackAsync(wire, packing, request.HttpContext, cancel);
        }

        if (body is null || wire is null)
        {
            return null;
        }

        string raw = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new ReceivedRequest
        {
            Method = request.Method,
            Path = raw.Split('?')[0],
            Query = request.QueryString.ToString(),
            Headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            WireBytes = wire.Length,
        };
    }

    private async Task<byte[]?> UnpackAsync(byte[] wire, string packing, HttpContext context, CancellationToken cancel)
    {
        await using MemoryStream packed = new(wire);
        await using Stream? unpacked = packing switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => null,
        };
        try
        {
            return unpacked is null ? null : await BoundedAsync(unpacked, context, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<byte[]?> BoundedAsync(Stream stream, HttpContext context, CancellationToken cancel)
    {
        using MemoryStream all = new();
        byte[] piece = new byte[65_536];
        while (await stream.ReadAsync(piece, cancel) is int read and > 0)
        {
            if (all.Length + read > MaxBody)
            {
                context.Items["large"] = true;
                return null;
            }

            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }

    private static async Task SendAsync(HttpContext context, Reply reply, CancellationToken cancel)
    {
        byte[] body = Begin(context, reply);
        if (body.Length > 0)
        {
            await context.Response.Body.WriteAsync(body, cancel);
        }
    }

    private static async Task SendHalfAsync(HttpContext context, CancellationToken cancel)
    {
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 1_000;
        await context.Response.Body.WriteAsync("{\"half\":"u8.ToArray(), cancel);
        await context.Response.Body.FlushAsync(cancel);
        context.Abort();
    }

    private static async Task TrickleAsync(HttpContext context, Reply reply, TimeSpan between, CancellationToken cancel)
    {
        byte[] body = Begin(context, reply.Status == 204 ? new Reply(200, "{\"slow\":true}") : reply);
        using PeriodicTimer timer = new(between);
        foreach (byte value in body)
        {
            await timer.WaitForNextTickAsync(cancel);
            await context.Response.Body.WriteAsync(new[] { value }, cancel);
            await context.Response.Body.FlushAsync(cancel);
        }
    }

    private static byte[] Begin(HttpContext context, Reply reply)
    {
        HttpResponse response = context.Response;
        response.StatusCode = reply.Status;
        foreach ((string name, string value) in reply.Headers ?? [])
        {
            response.Headers[name] = value;
        }

        byte[] body = reply.Status is 204 or 304 ? [] : reply.Bytes ?? Encoding.UTF8.GetBytes(reply.Body);
        if (reply.Status is not (204 or 304))
        {
            response.ContentType = reply.ContentType;
            response.ContentLength = body.Length;
        }

        return body;
    }
}
