namespace Weir.Server.Composition.Export;

/// <summary>Which metrics and flows are sent to metric sinks, and how often.</summary>
internal sealed record MetricPlan
{
    /// <summary>Aggregations that a metric may begin with, as in <c>sum:load_one</c>.</summary>
    public static readonly IReadOnlyList<string> Aggregations = ["max", "min", "sum", "avg", "var", "sdev", "med", "q1", "q2", "q3", "iqr", "any"];

    /// <summary>Metrics as queries name them: <c>load_one</c> for every data source's own value, <c>sum:load_one</c> for one value of all.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Flows by name with how many of the largest.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Flows { get; init; } = [];

    /// <summary>Agents, as queries name them.</summary>
    public string Agents { get; init; } = "ALL";

    /// <summary>Time between two rounds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True when there is nothing to send.</summary>
    public bool IsEmpty => Metrics.Count == 0 && Flows.Count == 0;
}
