using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Http;

/// <summary>Sends one sink's requests over HTTP/1.1 or 2, with everything that is the same for all HTTP receivers.</summary>
/// <remarks>
/// Settings: <c>gzip</c>, <c>timeout</c> (whole request, 30 s), <c>connect_timeout</c> (5 s), <c>tls</c>, <c>auth</c> (<c>user</c> and <c>password</c>, or
/// <c>bearer</c>), <c>headers</c> (any), <c>proxy</c> (an address, or <c>env</c> for that of the environment). Redirects are never followed: a POST would
/// lose its body or its secrets on the way. Nothing is sent twice here; that is the delivery's.
/// </remarks>
public sealed class HttpSender : IDisposable
{
    /// <summary>Most of an answer that is read, in bytes after decompression; a receiver that sends more is cut short.</summary>
    public const int MaxBodyBytes = 65_536;

    // Node.js closes idle connections after 5 s, others later; the pool looks once a second, so that 3 s are 4 at worst.
    private static readonly TimeSpan IdleReuse = TimeSpan.FromSeconds(3);

    // A receiver that moves to another address is found again after this long.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _renewing = new();
    private readonly HttpSenderOptions _options;
    private readonly SettingSecrets _secrets;
    private readonly SinkContext _context;
    private HttpMessageInvoker _client;
    private HttpMessageInvoker? _retired;

    private HttpSender(HttpSenderOptions options, SettingSecrets secrets, SinkContext context)
    {
        _options = options;
        _secrets = secrets;
        _context = context;
        _client = new HttpMessageInvoker(CreateHandler(options));
    }

    /// <summary>Reads the HTTP settings of a sink; opens nothing yet.</summary>
    /// <param name="settings">The sink's settings; what is wrong is added to their problems.</param>
    /// <param name="context">What the sink may use.</param>
    /// <param name="gzip">Whether requests are packed when the operator says nothing: only where the receiver is known to take it.</param>
    public static HttpSender Create(SinkSettings settings, SinkContext context, bool gzip = false)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        return new HttpSender(HttpSenderOptions.Read(settings, gzip), settings.Secrets, context);
    }

    /// <summary>Sends a request and waits for the answer. Whatever receiver and network do becomes an <see cref="HttpReply"/>.</summary>
    /// <param name="method">Method.</param>
    /// <param name="url">Where to; user and password within it are sent as basic authorization.</param>
    /// <param name="contentType">Content type, sent as it stands.</param>
    /// <param name="body">Body; packed here when gzip is set and no <c>Content-Encoding</c> is among the headers.</param>
    /// <param name="headers">Further headers; they win over configured ones. Characters that a header cannot hold become question marks.</param>
    /// <param name="cancel">Gives up; the only thing that throws.</param>
    /// <exception cref="OperationCanceledException">By <paramref name="cancel"/>.</exception>
    public async Task<HttpReply> SendAsync(
        HttpMethod method, Uri url, string contentType, ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>>? headers, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(url);
        using CancellationTokenSource timeout = new(_options.Timeout, _context.Time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        int status = 0;
        try
        {
            using HttpRequestMessage request = CreateRequest(method, url, contentType, body, headers);
            using HttpResponseMessage response = await CurrentClient().SendAsync(request, both.Token);
            status = (int)response.StatusCode;
            byte[] answer = await ReadBodyAsync(response.Content, both.Token);
            return new HttpReply(status, Encoding.UTF8.GetString(answer), RetryAfter.Read(response.Headers, _context.Time.GetUtcNow()), null)
            {
                Headers = Collect(response),
                Bytes = answer,
                Secrets = _secrets,
            };
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return Failed(e, status, timeout.IsCancellationRequested);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _retired?.Dispose();
    }

    private static SocketsHttpHandler CreateHandler(HttpSenderOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionIdleTimeout = IdleReuse,
        PooledConnectionLifetime = ConnectionLifetime,
        MaxConnectionsPerServer = 2,
        UseProxy = options.UsesProxy,
        Proxy = options.Proxy,
        SslOptions = options.Tls.CreateOptions(null),
    };

    private static async Task<byte[]> ReadBodyAsync(HttpContent content, CancellationToken cancel)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancel);
        using MemoryStream kept = new();
        byte[] buffer = new byte[8_192];
        while (kept.Length < MaxBodyBytes)
        {
            int room = (int)Math.Min(buffer.Length, MaxBodyBytes - kept.Length);
            int read = await stream.ReadAsync(buffer.AsMemory(0, room), cancel);
            if (read == 0)
            {
                break;
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static Dictionary<string, string> Collect(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, HeaderStringValues> header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[header.Key] = header.Value.ToString();
        }

        return headers;
    }

    private static byte[] Pack(ReadOnlyMemory<byte> body)
    {
        using MemoryStream packed = new(capacity: Math.Max(256, body.Length / 4));
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return packed.ToArray();
    }

    private static void SetHeader(HttpRequestMessage request, string name, string value)
    {
        string clean = string.Create(value.Length, value, static (span, text) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = text[i] is >= ' ' and <= '~' or '\t' ? text[i] : '?';
            }
        });

        // Those that describe the body live with it; the rest with the request.
        bool describesBody = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
        HttpHeaders target = describesBody ? request.Content!.Headers : request.Headers;
        target.Remove(name);
        target.TryAddWithoutValidation(name, clean);
    }

    /// <summary>The client; another one, with connections of its own, when the files of certificates changed.</summary>
    private HttpMessageInvoker CurrentClient()
    {
        lock (_renewing)
        {
            if (_options.Tls.Refresh())
            {
                // A request that is under way ends on its old connection; the one that was retired before has had its time.
                _retired?.Dispose();
                _retired = _client;
                _client = new HttpMessageInvoker(CreateHandler(_options));
            }

            return _client;
        }
    }

    private HttpRequestMessage CreateRequest(
        HttpMethod method, Uri url, string contentType, ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>>? headers)
    {
        bool packs = _options.Gzip && body.Length > 0 && headers?.Any(h => h.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)) != true;
        HttpRequestMessage request = new(method, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ReadOnlyMemoryContent(packs ? Pack(body) : body),
        };
        SetHeader(request, "Content-Type", contentType);
        if (packs)
        {
            SetHeader(request, "Content-Encoding", "gzip");
        }

        SetHeader(request, "User-Agent", "Weir/" + _context.Version);
        if (HttpSenderOptions.Authorization(url, _secrets) is { } userInfo)
        {
            SetHeader(request, "Authorization", userInfo);
        }

        foreach ((string name, string value) in _options.Headers.Concat(headers ?? []))
        {
            SetHeader(request, name, value);
        }

        return request;
    }

    private HttpReply Failed(Exception fault, int status, bool timedOut)
    {
        string text = fault.InnerException is { } inner && !fault.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{fault.Message} ({inner.Message})"
            : fault.Message;
        text = timedOut ? $"no whole answer within {_options.Timeout.TotalSeconds:0.###} s" : text;
        text = status == 0 ? text : $"the answer with status {status} broke off: {text}";
        bool untrusted = fault.InnerException is AuthenticationException { InnerException: null } && !timedOut;
        return new HttpReply(0, "", null, HttpVerdict.Line(_secrets.Redact(text)))
        {
            NeedsMending = untrusted,
            IsUnreachable = status == 0 && !timedOut && !untrusted,
        };
    }
}
