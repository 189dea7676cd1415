namespace Weir.Scripting.Hosting;

/// <summary>Lets so many through per second, and a burst at once. Safe to call from any thread.</summary>
internal sealed class TokenBucket(TimeProvider time, double perSecond, double burstSeconds)
{
    private readonly Lock _gate = new();
    private readonly double _perSecond = perSecond;
    private readonly double _burst = perSecond * burstSeconds;
    private double _tokens = perSecond * burstSeconds;
    private long _last = time.GetTimestamp();

    /// <summary>Takes a token if there is one.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            Refill();
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }

    /// <summary>Takes a token and says how long to wait until it is really there; zero when it is there now.</summary>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            Refill();
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perSecond);
        }
    }

    private void Refill()
    {
        long now = time.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * _perSecond));
        _last = now;
    }
}
