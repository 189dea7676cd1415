namespace Weir.Web;

/// <summary>Totals of the HTTP side. Shared: written by request threads with interlocked operations, read by anyone.</summary>
internal sealed class HttpCounters
{
    private readonly long[] _byStatusClass = new long[6];
    private long _connections;
    private long _connectionsTotal;
    private long _requests;
    private long _responses;
    private long _bytesIn;
    private long _bytesOut;
    private long _waiting;
    private long _waitingRefused;
    private long _unauthorized;
    private long _crossSite;
    private long _failures;
    private long _sourceFailures;

    public long Connections => Interlocked.Read(ref _connections);

    public long ConnectionsTotal => Interlocked.Read(ref _connectionsTotal);

    public long Requests => Interlocked.Read(ref _requests);

    public long Responses => Interlocked.Read(ref _responses);

    public long BytesIn => Interlocked.Read(ref _bytesIn);

    public long BytesOut => Interlocked.Read(ref _bytesOut);

    public long Waiting => Interlocked.Read(ref _waiting);

    public long WaitingRefused => Interlocked.Read(ref _waitingRefused);

    public long Unauthorized => Interlocked.Read(ref _unauthorized);

    public long CrossSite => Interlocked.Read(ref _crossSite);

    public long Failures => Interlocked.Read(ref _failures);

    public long SourceFailures => Interlocked.Read(ref _sourceFailures);

    public long ByStatusClass(int hundreds) => Interlocked.Read(ref _byStatusClass[hundreds]);

    public void ConnectionOpened()
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _connectionsTotal);
    }

    public void ConnectionClosed() => Interlocked.Decrement(ref _connections);

    public void RequestBegan() => Interlocked.Increment(ref _requests);

    public void RequestEnded(int status)
    {
        Interlocked.Increment(ref _responses);
        Interlocked.Increment(ref _byStatusClass[Math.Clamp(status / 100, 0, 5)]);
    }

    public void Received(long bytes) => Interlocked.Add(ref _bytesIn, bytes);

    public void Sent(long bytes) => Interlocked.Add(ref _bytesOut, bytes);

    public void CountUnauthorized() => Interlocked.Increment(ref _unauthorized);

    public void CountCrossSite() => Interlocked.Increment(ref _crossSite);

    public void CountFailure() => Interlocked.Increment(ref _failures);

    public void CountSourceFailure() => Interlocked.Increment(ref _sourceFailures);

    /// <summary>Takes a place among the waiting; false, and counted, when all <paramref name="limit"/> are taken.</summary>
    public bool TryBeginWait(int limit)
    {
        if (Interlocked.Increment(ref _waiting) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref _waitingRefused);
        return false;
    }

    public void EndWait() => Interlocked.Decrement(ref _waiting);
}
