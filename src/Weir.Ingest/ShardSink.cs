using Weir.Analytics;
using Weir.Wire;

namespace Weir.Ingest;

/// <summary>Hands datagrams to a shard of the engine.</summary>
public sealed class ShardSink : IDatagramSink
{
    private readonly Shard _shard;

    /// <summary>Feeds <paramref name="shard"/>.</summary>
    public ShardSink(Shard shard)
    {
        ArgumentNullException.ThrowIfNull(shard);
        _shard = shard;
    }

    /// <summary>One sink for each shard of <paramref name="engine"/>, in order.</summary>
    public static IReadOnlyList<IDatagramSink> ForAll(AnalyticsEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return [.. engine.Shards.Select(shard => new ShardSink(shard))];
    }

    /// <inheritdoc/>
    public void Enter() => _shard.Enter();

    /// <inheritdoc/>
    public void Expect(ReadOnlySpan<byte> payload, int distance) => _shard.Expect(payload, distance);

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<byte> payload, NetworkAddress source, long timeUs, long receivedTicks) =>
        _shard.Process(payload, source, timeUs, receivedTicks);

    /// <inheritdoc/>
    public void AdvanceTo(long timeUs) => _shard.AdvanceTo(timeUs);

    /// <inheritdoc/>
    public void Exit() => _shard.Exit();
}
