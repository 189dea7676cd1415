namespace Weir.Web.Events;

/// <summary>Which events are wanted.</summary>
public sealed record EventQuery
{
    /// <summary>Events behind this sequence, oldest first; null for the newest ones there are.</summary>
    public long? Since { get; init; }

    /// <summary>Most events.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Kinds wanted; empty for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Least severity, by name; null for all.</summary>
    public string? Severity { get; init; }

    /// <summary>Services wanted; empty for all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Subjects wanted, exactly; empty for all.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
