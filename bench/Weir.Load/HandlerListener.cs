using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Weir.Load;

/// <summary>Hears from <c>bench/latency.js</c> when its handler ran, and for which flow key.</summary>
internal sealed class HandlerListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Arrival>> _waiting = new(StringComparer.Ordinal);

    public HandlerListener(int port)
    {
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _listener.Start();
        _ = ServeAsync();
    }

    public static double NowMs() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    /// <summary>Completes when the handler says that flow key for the first time.</summary>
    public Task<Arrival> Expect(string flowKey)
    {
        TaskCompletionSource<Arrival> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[flowKey] = source;
        return source.Task;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            double nowMs = NowMs();
            using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
            string[] words = (await reader.ReadToEndAsync()).Split(' ');
            context.Response.StatusCode = 204;
            context.Response.Close();
            if (words.Length == 2 && _waiting.TryRemove(words[0], out TaskCompletionSource<Arrival>? source))
            {
                source.TrySetResult(new Arrival(double.Parse(words[1], CultureInfo.InvariantCulture), nowMs));
            }
        }
    }
}
