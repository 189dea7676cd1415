namespace Weir.Scripting.Network;

/// <summary>
/// The httpAsync requests of one script: <see cref="Concurrent"/> under way, <see cref="Queued"/> waiting; beyond that a
/// request fails at once and is counted, so an outage of the receiver costs bounded memory.
/// </summary>
internal sealed class AsyncHttpLane(HttpGateway gateway, Action<long, HttpOutcome, int> deliver) : IDisposable
{
    public const int Concurrent = 64;

    public const int Queued = 1000;

    private readonly SemaphoreSlim _slots = new(Concurrent);
    private int _pending; // Shared: written by the call thread and by finished transfers.
    private long _refused;

    /// <summary>Requests refused because too many were waiting.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests under way or waiting.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Begins a transfer; its outcome is delivered in any case.</summary>
    /// <param name="id">The script's number for it.</param>
    /// <param name="call">The request.</param>
    /// <param name="script">Names the calling script to this server.</param>
    /// <param name="generation">Number of the script's process.</param>
    /// <param name="ended">Cancelled when that process is gone.</param>
    public Task StartAsync(long id, HttpCall call, string script, int generation, CancellationToken ended)
    {
        if (Interlocked.Increment(ref _pending) > Concurrent + Queued)
        {
            Interlocked.Decrement(ref _pending);
            Interlocked.Increment(ref _refused);
            deliver(id, HttpOutcome.Failure(call.Url, $"{call.Method} {call.Url}: too many requests are waiting"), generation);
            return Task.CompletedTask;
        }

        return TransferAsync(id, call, script, generation, ended);
    }

    public void Dispose() => _slots.Dispose();

    private async Task TransferAsync(long id, HttpCall call, string script, int generation, CancellationToken ended)
    {
        try
        {
            await _slots.WaitAsync(ended);
            HttpOutcome outcome;
            try
            {
                outcome = await gateway.SendAsync(call, script, ended);
            }
            finally
            {
                _slots.Release();
            }

            deliver(id, outcome, generation);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The script is gone; so is everyone who would want the outcome.
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }
}
