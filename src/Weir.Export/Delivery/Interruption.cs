namespace Weir.Export.Delivery;

/// <summary>How a worker's waits end: woken, asked to stop, or told to stop now.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _now = new();

    // Shared: replaced by whoever wakes, used by the worker.
    private CancellationTokenSource _wake = new();
    private volatile bool _asked;
    private volatile bool _drains;

    /// <summary>Stop whatever is under way.</summary>
    public CancellationToken Now => _now.Token;

    /// <summary>Asked to stop soon.</summary>
    public bool Asked => _asked;

    /// <summary>Asked to stop once what waits is sent.</summary>
    public bool Drains => _drains;

    /// <summary>Ends the present wait.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wake.Cancel();
        }
    }

    /// <summary>Ends waits from now on.</summary>
    public void AskToStop(bool drains)
    {
        _drains = drains;
        _asked = true;
        Wake();
    }

    /// <summary>Ends everything.</summary>
    public void Cancel()
    {
        _asked = true;
        _now.Cancel();
    }

    /// <summary>A wait that ends with the time, when woken, and when told to stop.</summary>
    public BoundedWait UntilWoken(TimeSpan? time, TimeProvider provider)
    {
        CancellationToken woken;
        lock (_gate)
        {
            // Being woken counts for one wait, and for the next one when nobody waits: then this one ends at once.
            woken = _asked && _drains ? CancellationToken.None : _wake.Token;
            if (_wake.IsCancellationRequested && !_asked)
            {
                _wake = new CancellationTokenSource();
            }
        }

        return new BoundedWait(time, provider, woken, _now.Token);
    }

    /// <summary>Pauses after a failure. False: stopping, do not try again.</summary>
    public async Task<bool> PauseAsync(TimeSpan pause, TimeProvider provider)
    {
        if (_asked)
        {
            return false;
        }

        using BoundedWait wait = UntilWoken(null, provider);
        try
        {
            await Task.Delay(pause, provider, wait.Token);
        }
        catch (OperationCanceledException)
        {
            // Woken or stopped: the caller sees which.
        }

        return !_asked;
    }

    public void Dispose()
    {
        _now.Dispose();
        _wake.Dispose();
    }
}
