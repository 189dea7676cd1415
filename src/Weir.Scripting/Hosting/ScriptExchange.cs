using System.Collections.Concurrent;
using System.Text.Json;
using Weir.Analytics;

namespace Weir.Scripting.Hosting;

/// <summary>HTTP requests under way at one script. Bounded: beyond the capacity a request is answered with 503 at once and counted.</summary>
internal sealed class ScriptExchange(int capacity, TimeSpan timeout, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ScriptResponse>> _waiting = [];
    private long _last;
    private long _refused;
    private long _timedOut;

    public long Total => Interlocked.Read(ref _last);

    public long Refused => Interlocked.Read(ref _refused);

    public long TimedOut => Interlocked.Read(ref _timedOut);

    /// <summary>Sends a request and waits for its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="send">Hands the message to the script and says how to take it back; null when that is impossible.</param>
    /// <param name="cancel">Given up by the client.</param>
    public async Task<ScriptResponse> AskAsync(ScriptRequest request, Func<byte[], Action?> send, CancellationToken cancel)
    {
        if (_waiting.Count >= capacity)
        {
            Interlocked.Increment(ref _refused);
            return ScriptResponse.Text(503, "too many requests wait for this script");
        }

        long id = Interlocked.Increment(ref _last);
        TaskCompletionSource<ScriptResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        Action? withdraw = null;
        try
        {
            withdraw = send(Message(id, request));
            return withdraw is not null
                ? await answer.Task.WaitAsync(timeout, time, cancel)
                : ScriptResponse.Text(503, "the script is not running");
        }
        catch (TimeoutException)
        {
            Interlocked.Increment(ref _timedOut);
            return ScriptResponse.Text(503, "the script did not answer in time");
        }
        finally
        {
            _waiting.TryRemove(id, out _);
            withdraw?.Invoke();
        }
    }

    /// <summary>A response came: a line of JSON, then the body.</summary>
    public void Answered(ReadOnlySpan<byte> payload)
    {
        int line = payload.IndexOf((byte)'\n');
        if (line < 0)
        {
            return;
        }

        Utf8JsonReader reader = new(payload[..line]);
        using JsonDocument head = JsonDocument.ParseValue(ref reader);
        if (_waiting.TryRemove(head.RootElement.GetProperty("id").GetInt64(), out TaskCompletionSource<ScriptResponse>? answer))
        {
            answer.TrySetResult(new ScriptResponse(
                head.RootElement.GetProperty("status").GetInt32(),
                head.RootElement.GetProperty("type").GetString() ?? "",
                payload[(line + 1)..].ToArray()));
        }
    }

    /// <summary>The process has ended: nobody answers any more.</summary>
    public void Abandon()
    {
        foreach ((long id, TaskCompletionSource<ScriptResponse> answer) in _waiting)
        {
            if (_waiting.TryRemove(id, out _))
            {
                answer.TrySetResult(ScriptResponse.Text(503, "the script was restarted"));
            }
        }
    }

    private static byte[] Message(long id, ScriptRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            id,
            request = new
            {
                request.Method,
                request.Path,
                request.Format,
                request.Query,
                Url = request.Url ?? "",
                request.Headers,
                Type = request.ContentType,
                request.Body,
            },
        },
        WeirJson.Options);
}
