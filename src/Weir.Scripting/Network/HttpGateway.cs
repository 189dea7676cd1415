using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Network;

/// <summary>
/// Does the HTTP transfers of all scripts with one connection pool. HTTP/1.1, redirects followed, bodies up to
/// <see cref="MaxBody"/>. Certificates are checked against the system's trust store and the extra file, if there is one.
/// </summary>
internal sealed class HttpGateway : IDisposable
{
    /// <summary>Largest response body in bytes: lists of blocked domains are tens of MB.</summary>
    public const int MaxBody = 50 * 1024 * 1024;

    private const int MaxRedirects = 10;

    private readonly ScriptOptions _options;
    private readonly X509Certificate2Collection _extraRoots = [];
    private readonly HttpClient _client;

    public HttpGateway(ScriptOptions options)
    {
        _options = options;
        if (options.HttpCaFile is string file)
        {
            _extraRoots.ImportFromPemFile(file);
        }

        _client = new HttpClient(NewHandler())
        {
            Timeout = options.HttpTimeout,
            MaxResponseContentBufferSize = MaxBody,
            DefaultRequestVersion = HttpVersion.Version11,
        };
    }

    /// <summary>Transfers; never throws.</summary>
    /// <param name="call">The request.</param>
    /// <param name="script">Names the calling script to this server.</param>
    /// <param name="cancel">The script is gone.</param>
    /// <returns>The response, whatever its status, or a failure with status 0.</returns>
    public async Task<HttpOutcome> SendAsync(HttpCall call, string script, CancellationToken cancel)
    {
        try
        {
            using HttpRequestMessage message = call.ToMessage(_options.ServerAddress, script);
            using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancel);
            return Read(call, response);
        }
        catch (Exception e) when (IsTransport(e) || e is CallException)
        {
            return HttpOutcome.Failure(call.Url, Explain(call, e));
        }
    }

    public void Dispose() => _client.Dispose();

    private SocketsHttpHandler NewHandler()
    {
        SocketsHttpHandler handler = new()
        {
            ConnectTimeout = _options.HttpConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // Follows changes of DNS.

            // Below what servers usually keep an idle connection: a POST sent into one that is just being closed is lost.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            AutomaticDecompression = DecompressionMethods.All,
            MaxAutomaticRedirections = MaxRedirects,
            UseCookies = false,
            Proxy = new LoopbackDirectProxy(),
        };
        if (_extraRoots.Count > 0)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors);
        }

        return handler;
    }

    // A chain that only lacks a known root is built again with the extra ones; any other fault stands.
    private bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return errors == SslPolicyErrors.None;
        }

        using X509Chain again = new();
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        again.ChainPolicy.CustomTrustStore.AddRange(_extraRoots);
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            again.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return again.Build(leaf);
    }

    private static HttpOutcome Read(HttpCall call, HttpResponseMessage response)
    {
        Dictionary<string, string> headers = [];
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        using StreamReader reader = new(response.Content.ReadAsStream(), Charset(response));
        int status = (int)response.StatusCode;
        string message = string.Create(CultureInfo.InvariantCulture, $"HTTP status {status} {response.ReasonPhrase} from {call.Url}");
        return new HttpOutcome(status, call.Url, headers, reader.ReadToEnd(), message);
    }

    private static Encoding Charset(HttpResponseMessage response)
    {
        string? name = response.Content.Headers.ContentType?.CharSet?.Trim('"');
        try
        {
            return name is null ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    private static bool IsTransport(Exception e) => e is HttpRequestException or OperationCanceledException or IOException or UriFormatException or NotSupportedException;

    private static string Explain(HttpCall call, Exception e)
    {
        string detail = e switch
        {
            TaskCanceledException { InnerException: TimeoutException } => "no response in time",
            OperationCanceledException => "given up",
            { InnerException: { } inner } => $"{e.Message} ({inner.Message})",
            _ => e.Message,
        };
        return $"{call.Method} {call.Url}: {detail}";
    }
}
