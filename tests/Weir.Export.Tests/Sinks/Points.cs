using Weir.Export.Sinks;

namespace Weir.Export.Tests.Sinks;

/// <summary>Short forms of points.</summary>
internal static class Points
{
    /// <summary>2026-01-01 00:00:00 UTC in ms.</summary>
    public const long Time = 1_767_225_600_000;

    public static MetricPoint Of(string name, double value, long timeMs, params (string Name, string Value)[] tags) =>
        new(name, [.. tags.Select(t => KeyValuePair.Create(t.Name, t.Value))], timeMs, value);

    public static MetricPoint Of(string name, double value, params (string Name, string Value)[] tags) => Of(name, value, Time, tags);
}
