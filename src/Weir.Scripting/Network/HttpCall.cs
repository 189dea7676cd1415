using System.Text;
using System.Text.Json;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Network;

/// <summary>An HTTP request of a script; the JavaScript half has checked and completed it.</summary>
internal sealed record HttpCall(string Url, string Method, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    /// <summary>User for basic authentication (RFC 7617); null for none.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public static HttpCall Read(JsonElement request) => new(
        request.GetProperty("url").GetString()!,
        request.GetProperty("operation").GetString()!,
        CallArguments.AsTexts(request.GetProperty("headers")),
        CallArguments.AsText(request.GetProperty("body")))
    {
        User = request.TryGetProperty("user", out JsonElement user) ? CallArguments.AsText(user) : null,
        Password = request.TryGetProperty("password", out JsonElement password) ? CallArguments.AsText(password) : null,
    };

    /// <summary>The request as <see cref="HttpClient"/> wants it.</summary>
    /// <param name="server">This server's own address, for relative URLs; null when there is none.</param>
    /// <param name="script">Names the calling script to this server.</param>
    /// <exception cref="CallException">The URL or the method cannot be used.</exception>
    public HttpRequestMessage ToMessage(Uri? server, string script)
    {
        bool isOwn = Url.StartsWith('/');
        Uri target = isOwn
            ? new Uri(server ?? throw new CallException($"{Url}: this server has no HTTP port"), Url)
            : Uri.TryCreate(Url, UriKind.Absolute, out Uri? absolute) ? absolute : throw new CallException($"'{Url}' is not a URL");
        HttpRequestMessage message;
        try
        {
            message = new HttpRequestMessage(new HttpMethod(Method), target);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CallException($"'{Method}' is not an HTTP operation");
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        }

        AddHeaders(message);
        if (isOwn)
        {
            message.Headers.TryAddWithoutValidation(ScriptManager.CallerHeader, script);
        }

        return message;
    }

    private void AddHeaders(HttpRequestMessage message)
    {
        foreach ((string name, string value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (User is not null)
        {
            string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
            message.Headers.TryAddWithoutValidation("Authorization", $"Basic {credentials}");
        }
    }
}
