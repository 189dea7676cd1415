namespace Weir.Analytics.Routes;

/// <summary>The record made for the current sample, at most once and only when a key asks for it. Single writer: the shard.</summary>
internal sealed class RouteScratch
{
    private readonly byte[] _body = new byte[IRouteSource.MaxBodyLength];
    private IRouteSource? _source;
    private int _length = -1;

    /// <summary>Begins a sample.</summary>
    /// <param name="source">Where its addresses are looked up.</param>
    public void Begin(IRouteSource source)
    {
        _source = source;
        _length = -1;
    }

    /// <summary>The record's body; empty when the table knows nothing.</summary>
    public ReadOnlySpan<byte> BodyFor(in RoutedPacket packet)
    {
        if (_length < 0)
        {
            bool known = _source!.TryWriteGateway(in packet, _body, out int length);
            _length = known ? Math.Min(length, _body.Length) : 0;
        }

        return Body;
    }

    /// <summary>The body that was made before; empty when there is none.</summary>
    public ReadOnlySpan<byte> Body => _body.AsSpan(0, Math.Max(0, _length));
}
