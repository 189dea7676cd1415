using System.Globalization;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Export.Sinks;

namespace Weir.Server.Composition.Export;

/// <summary>Collects the points of one round of a <see cref="MetricPlan"/>. What is unknown is left out and never 0.</summary>
/// <param name="engine">Where values come from.</param>
/// <param name="plan">Which.</param>
internal sealed class MetricRound(AnalyticsEngine engine, MetricPlan plan)
{
    /// <summary>The points, each series once.</summary>
    /// <param name="timeMs">Time of all of them; later than that of the round before.</param>
    public IReadOnlyList<MetricPoint> Collect(long timeMs)
    {
        List<MetricPoint> points = [];
        foreach (string metric in plan.Metrics)
        {
            points.AddRange(IsSummary(metric) ? Summary(metric, timeMs) : Each(metric, timeMs));
        }

        foreach ((string name, int count) in plan.Flows)
        {
            points.AddRange(Largest(name, count, timeMs));
        }

        return [.. points.DistinctBy(point => (point.Name, string.Join('\0', point.Tags)))];
    }

    private static bool IsSummary(string metric) => metric.Contains(':', StringComparison.Ordinal);

    private IEnumerable<MetricPoint> Each(string metric, long timeMs)
    {
        foreach (SeriesName name in engine.SeriesNames([metric]))
        {
            foreach (ReadOnlyMemory<SeriesRow> part in engine.SeriesInParts(plan.Agents, name))
            {
                for (int i = 0; i < part.Length; i++)
                {
                    SeriesRow row = part.Span[i];
                    if (double.IsFinite(row.Value))
                    {
                        yield return Point(name.Metric, timeMs, row.Value, ("agent", row.Agent), ("datasource", row.DataSource), ("ifname", row.IfName ?? ""));
                    }
                }
            }
        }
    }

    private IEnumerable<MetricPoint> Summary(string metric, long timeMs)
    {
        string aggregation = metric[..metric.IndexOf(':', StringComparison.Ordinal)];
        string name = metric[(metric.LastIndexOfAny([':', '.']) + 1)..];
        return engine.Metric(plan.Agents, [metric])
            .Where(result => result.MetricN > 0)
            .Select(result => Number(result.MetricValue))
            .OfType<double>()
            .Select(value => Point(name, timeMs, value, ("aggregation", aggregation)));
    }

    private IEnumerable<MetricPoint> Largest(string flow, int count, long timeMs)
    {
        if (engine.FindFlow(flow) is not { } definition)
        {
            return [];
        }

        IReadOnlyList<string> names = definition.KeyNames();
        return engine.ActiveFlows(plan.Agents, flow, count)
            .Where(row => double.IsFinite(row.Value))
            .Select(row => Point(flow, timeMs, row.Value, Tags(definition, names, row.Key)));
    }

    private static (string, string)[] Tags(FlowDefinition definition, IReadOnlyList<string> names, string key)
    {
        string[] values = definition.Fs.Length == 0 ? [key] : key.Split(definition.Fs);
        return names.Count == 0 ? [] : names.Count == values.Length ? [.. names.Zip(values)] : [("key", key)];
    }

    private static MetricPoint Point(string name, long timeMs, double value, params (string Name, string Value)[] tags) => new(
        name,
        [.. tags.Where(tag => tag.Value.Length > 0).DistinctBy(tag => tag.Name).OrderBy(tag => tag.Name, StringComparer.Ordinal).Select(tag => KeyValuePair.Create(tag.Name, tag.Value))],
        timeMs,
        value);

    private static double? Number(object? value) => value switch
    {
        null or string or bool => null,
        IConvertible number when number.ToDouble(CultureInfo.InvariantCulture) is double finite && double.IsFinite(finite) => finite,
        _ => null,
    };
}
