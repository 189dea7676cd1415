using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Testing.Servers;

/// <summary>A real server that is asked over HTTP.</summary>
public abstract class HttpServer : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Makes it; nothing runs yet.</summary>
    /// <param name="port">Its HTTP port on loopback.</param>
    protected HttpServer(int port) => Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    /// <summary>Its address, ending with a slash.</summary>
    public Uri Url { get; }

    /// <summary>The process.</summary>
    public ServerProcess Process { get; } = new();

    /// <summary>Asks, and reads the answer as JSON.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancel)
    {
        string text = await _client.GetStringAsync(new Uri(Url, path), cancel);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Posts a form or a text and gives the answer.</summary>
    public async Task<string> PostAsync(string path, string body, string contentType, CancellationToken cancel)
    {
        using StringContent content = new(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using HttpResponseMessage response = await _client.PostAsync(new Uri(Url, path), content, cancel);
        return await response.Content.ReadAsStringAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until that path answers 2xx.</summary>
    protected Task WhenAnswersAsync(string path, CancellationToken cancel) => Process.WhenReadyAsync(
        async () =>
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri(Url, path), cancel);
            return response.IsSuccessStatusCode;
        },
        cancel);
}
