using System.Diagnostics;

namespace Weir.SpoolLoad;

/// <summary>Keeps a rate in steps of 1 ms; 0 is flat out.</summary>
internal sealed class Pace(int perSecond) : IDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(1));
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _done;

    /// <summary>Waits until the next one is due.</summary>
    public async ValueTask NextAsync()
    {
        while (perSecond > 0 && _done >= Stopwatch.GetElapsedTime(_start).TotalSeconds * perSecond)
        {
            await _timer.WaitForNextTickAsync();
        }

        _done++;
    }

    public void Dispose() => _timer.Dispose();
}
