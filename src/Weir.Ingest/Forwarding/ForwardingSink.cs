using Weir.Wire;

namespace Weir.Ingest.Forwarding;

/// <summary>Passes datagrams to a sink and a copy of each to the collectors of a forwarder.</summary>
public sealed class ForwardingSink : IDatagramSink
{
    private readonly IDatagramSink _inner;
    private readonly DatagramForwarder _forwarder;

    /// <summary>Surrounds <paramref name="inner"/>.</summary>
    public ForwardingSink(IDatagramSink inner, DatagramForwarder forwarder)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(forwarder);
        _inner = inner;
        _forwarder = forwarder;
    }

    /// <inheritdoc/>
    public void Enter() => _inner.Enter();

    /// <inheritdoc/>
    public void Expect(ReadOnlySpan<byte> payload, int distance) => _inner.Expect(payload, distance);

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks)
    {
        _forwarder.Send(payload);
        _inner.Process(payload, source, timeUs, receivedTicks);
    }

    /// <inheritdoc/>
    public void AdvanceTo(long timeUs) => _inner.AdvanceTo(timeUs);

    /// <inheritdoc/>
    public void Exit() => _inner.Exit();
}
