namespace Weir.Export.Delivery;

/// <summary>A token that ends with either of two others or with a time.</summary>
internal sealed class BoundedWait : IDisposable
{
    private readonly CancellationTokenSource? _time;
    private readonly CancellationTokenSource _any;

    public BoundedWait(TimeSpan? time, TimeProvider provider, CancellationToken first, CancellationToken second)
    {
        _time = time is { } bound ? new CancellationTokenSource(bound, provider) : null;
        _any = CancellationTokenSource.CreateLinkedTokenSource(first, second, _time?.Token ?? CancellationToken.None);
    }

    public CancellationToken Token => _any.Token;

    public void Dispose()
    {
        _any.Dispose();
        _time?.Dispose();
    }
}
