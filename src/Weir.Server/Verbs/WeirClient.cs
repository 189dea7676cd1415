using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Server.Configuration;

namespace Weir.Server.Verbs;

/// <summary>Asks the Weir that runs with the same properties, if one does.</summary>
internal sealed class WeirClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Makes a client.</summary>
    /// <param name="properties">Where it listens and what it asks callers for.</param>
    public WeirClient(PropertySet properties)
    {
        string host = properties.Text("http.hostname", "");
        string name = host is "" or "0.0.0.0" or "::" or "*" ? "127.0.0.1" : host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{name}:{properties.Number("http.port", 8008, 0, 65535)}/"));
        _http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        if (properties.TextOrNull("weir.http.token") is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (properties.TextOrNull("weir.http.user") is { } user)
        {
            string pair = $"{user}:{properties.Text("weir.http.password", "")}";
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
    }

    /// <summary>Where it looks.</summary>
    public Uri Address { get; }

    /// <summary>Asks; null when nothing answers there.</summary>
    /// <exception cref="VerbException">Weir refuses; the message has its words.</exception>
    public async Task<JsonElement?> AskAsync(HttpMethod method, string path, CancellationToken cancel)
    {
        try
        {
            using HttpRequestMessage request = new(method, path);
            using HttpResponseMessage response = await _http.SendAsync(request, cancel);
            string body = await response.Content.ReadAsStringAsync(cancel);
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(body)
                : throw new VerbException($"Weir at {Address} answers {(int)response.StatusCode}: {Error(body)}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Error(string body)
    {
        try
        {
            JsonElement answer = JsonSerializer.Deserialize<JsonElement>(body);
            return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out JsonElement error) ? error.ToString() : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
