namespace Weir.Scripting.Hosting;

/// <summary>The handlers a script has set, immutable: replaced whole when the script sets or clears one.</summary>
internal sealed record HandlerSet
{
    public static readonly HandlerSet None = new();

    public HandlerFilter? Events { get; init; }

    public HandlerFilter? Flows { get; init; }

    public bool Http { get; init; }

    /// <summary>Seconds between ticks; null without an interval handler.</summary>
    public double? Interval { get; init; }

    /// <summary>What is set, by name.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. Events is null ? Array.Empty<string>() : ["event"],
        .. Flows is null ? Array.Empty<string>() : ["flow"],
        .. Interval is null ? Array.Empty<string>() : ["interval"],
        .. Http ? ["http"] : Array.Empty<string>(),
    ];
}
