using System.Globalization;
using System.Text;

namespace Weir.Chaos;

/// <summary>A client that counts: posts numbered events of several streams, each batch again and again until it is told that it is on disk.</summary>
public sealed class Generator(Uri target, Ledger ledger, int streams, Random random) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int[] _next = new int[streams];

    /// <summary>Posts that were answered otherwise than with an acceptance, or not at all.</summary>
    public int Refused { get; private set; }

    /// <summary>Posts until told to stop; ends once the last batch is accepted.</summary>
    /// <param name="stop">Begin no further batch.</param>
    /// <param name="giveUp">Ends at once.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            (List<string> ids, string body) = NextBatch();
            while (!await PostAsync(body, giveUp))
            {
                Refused++;
                await Task.Delay(Pause, giveUp);
            }

            ledger.Add(ids);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private (List<string> Ids, string Body) NextBatch()
    {
        List<string> ids = [];
        StringBuilder body = new();
        for (int left = random.Next(1, 30); left > 0; left--)
        {
            int stream = random.Next(streams);
            string id = Ledger.IdOf(stream, ++_next[stream]);
            ids.Add(id);
            body.Append(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","kind":"chaos","subject":"s{{stream}}","severity":"warning","message":"event {{id}}"}""").Append('\n');
        }

        return (ids, body.ToString());
    }

    private async Task<bool> PostAsync(string body, CancellationToken cancel)
    {
        try
        {
            using StringContent content = new(body, Encoding.UTF8, "application/x-ndjson");
            using HttpResponseMessage answer = await _http.PostAsync(new Uri(target, "api/v1/events"), content, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }
}
