namespace Weir.Export.Sinks;

/// <summary>What one request may hold at most, and how long events wait to fill it, unless the operator says otherwise.</summary>
public sealed record SinkLimits
{
    /// <summary>Events or points in a request.</summary>
    public int MaxItems { get; init; } = 500;

    /// <summary>Bytes of a request, counted in spooled JSON before it is packed; a receiver that refuses less gets halves.</summary>
    public int MaxBytes { get; init; } = 1_000_000;

    /// <summary>How long the first event of a batch waits for company. Zero sends what there is at once.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Least time between two requests, for receivers that take only a few a second.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.Zero;
}
