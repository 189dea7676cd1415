using System.Net;
using System.Text;
using Weir.Export.Settings;

namespace Weir.Export.Http;

/// <summary>The HTTP settings of one sink, read.</summary>
internal sealed record HttpSenderOptions
{
    // Known to be harmless and wanted in displays; every other header may be a key.
    private static readonly string[] OpenHeaders = ["X-Scope-OrgID", "Accept", "User-Agent", "Host", "Content-Type"];

    // These are the connection's own; another value would garble it.
    private static readonly string[] OwnHeaders = ["Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "TE", "Trailer"];

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For the whole request, the answer's body included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>For the connection, TLS included.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Whether requests are packed.</summary>
    public required bool Gzip { get; init; }

    /// <summary>Certificates.</summary>
    public required TlsSettings Tls { get; init; }

    /// <summary>Headers of every request, authorization included.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>False: straight to the receiver.</summary>
    public required bool UsesProxy { get; init; }

    /// <summary>The proxy; null with <see cref="UsesProxy"/> is that of the environment.</summary>
    public required IWebProxy? Proxy { get; init; }

    public static HttpSenderOptions Read(SinkSettings settings, bool gzip)
    {
        List<KeyValuePair<string, string>> headers = ReadHeaders(settings.Section("headers"));
        if (ReadAuthorization(settings.Section("auth"), settings.Secrets) is { } authorization)
        {
            headers.RemoveAll(h => h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
            headers.Add(new("Authorization", authorization));
        }

        string? proxy = settings.TextOrNull("proxy");
        return new HttpSenderOptions
        {
            Timeout = settings.Timeout("timeout", DefaultTimeout),
            ConnectTimeout = settings.Timeout("connect_timeout", DefaultConnectTimeout),
            Gzip = settings.Flag("gzip", gzip),
            Tls = TlsSettings.Read(settings.Section("tls")),
            Headers = headers,
            UsesProxy = proxy is not null,
            Proxy = proxy is null or "env" ? null : ReadProxy(settings),
        };
    }

    /// <summary>Basic authorization from an address such as <c>https://user:password@host/</c>; null when it names nobody.</summary>
    public static string? Authorization(Uri url, SettingSecrets secrets)
    {
        if (url.UserInfo.Length == 0)
        {
            return null;
        }

        string[] parts = url.UserInfo.Split(':', 2);
        return Basic(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "", secrets);
    }

    private static string? ReadAuthorization(SinkSettings auth, SettingSecrets secrets)
    {
        string? user = auth.TextOrNull("user");
        string? password = auth.SecretOrNull("password");
        string? bearer = auth.SecretOrNull("bearer");
        if (bearer is not null && user is not null)
        {
            auth.Refuse("bearer", "cannot stand beside user");
        }

        if (password is not null && user is null)
        {
            auth.Refuse("password", "needs user beside it");
        }

        RefuseControls(auth, "bearer", bearer);
        return bearer is not null ? "Bearer " + bearer : user is null ? null : Basic(user, password ?? "", secrets);
    }

    private static string Basic(string user, string password, SettingSecrets secrets)
    {
        string packed = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        secrets.Add(null, packed);
        return "Basic " + packed;
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(SinkSettings section)
    {
        List<KeyValuePair<string, string>> headers = [];
        foreach (string name in section.Names)
        {
            bool isOpen = OpenHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);
            string? value = isOpen ? section.TextOrNull(name) : section.SecretOrNull(name);
            if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                section.Refuse(name, "is no header that can be set");
            }

            RefuseControls(section, name, value);
            headers.Add(new(name, value ?? ""));
        }

        return headers;
    }

    private static void RefuseControls(SinkSettings section, string name, string? value)
    {
        if (value?.All(c => c is >= ' ' and <= '~') == false)
        {
            section.Refuse(name, "may hold printable ASCII characters only");
        }
    }

    private static WebProxy? ReadProxy(SinkSettings settings)
    {
        if (settings.Url("proxy") is not { } url)
        {
            return null;
        }

        WebProxy proxy = new(new UriBuilder(url) { UserName = "", Password = "" }.Uri);
        if (url.UserInfo.Length > 0)
        {
            string[] parts = url.UserInfo.Split(':', 2);
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return proxy;
    }
}
