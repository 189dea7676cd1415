using Microsoft.Extensions.Logging;

namespace Weir.Server.Composition.Export;

/// <summary>Does something again and again until it is disposed. A round that fails is logged once for each cause, and the next one comes.</summary>
internal sealed partial class Rounds : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _told = [];
    private readonly string _name;
    private readonly ILogger _log;
    private readonly Task _running;

    /// <summary>Begins; the first round comes after the interval.</summary>
    /// <param name="name">What it does, for the log.</param>
    /// <param name="interval">Time between two rounds; rounds that take longer are not caught up on.</param>
    /// <param name="round">One round.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Log.</param>
    public Rounds(string name, TimeSpan interval, Action round, TimeProvider time, ILogger log)
    {
        _name = name;
        _log = log;
        _running = RunAsync(interval, round, time);
    }

    /// <summary>Ends after the round that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan interval, Action round, TimeProvider time)
    {
        using PeriodicTimer timer = new(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Try(round);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private void Try(Action round)
    {
        try
        {
            round();
        }
        catch (Exception e)
        {
            if (_told.Count < 100 && _told.Add($"{e.GetType()} {e.Message}"))
            {
                LogFailed(_name, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of {Name} failed")]
    private partial void LogFailed(string name, Exception exception);
}
