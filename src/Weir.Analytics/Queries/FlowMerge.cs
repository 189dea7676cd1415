using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Topology;

namespace Weir.Analytics.Queries;

/// <summary>How rows of several data sources become one row per flow key (<c>aggMode</c> of a query).</summary>
internal sealed class FlowMerge
{
    private enum Mode
    {
        Max,
        Sum,
        Avg,
        Edge,
        Core,
    }

    // 97.5 % quantile of the normal distribution: 95 % of the outcomes lie between minus and plus this many standard deviations.
    private const double NormalQuantile = 1.96;

    private readonly Mode _mode;

    private FlowMerge(Mode mode)
    {
        _mode = mode;
    }

    /// <summary>True when what was sampled on egress is left out: an edge query counts a flow where it comes in.</summary>
    public bool IngressOnly => _mode is Mode.Edge or Mode.Core;

    /// <summary>Reads a mode in any case; an unknown one is <c>max</c>.</summary>
    public static FlowMerge Parse(string? text) => new(text?.Trim().ToUpperInvariant() switch
    {
        "SUM" => Mode.Sum,
        "AVG" => Mode.Avg,
        "EDGE" => Mode.Edge,
        "CORE" => Mode.Core,
        _ => Mode.Max,
    });

    /// <summary>Limits sources to edge or core ports where the mode asks for it. Rows that are no port pass; without a topology all ports are edge.</summary>
    public Func<FlowSource, bool> Restrict(Func<FlowSource, bool> wanted, TopologyView view) => _mode switch
    {
        Mode.Edge => source => wanted(source) && (!IsPort(source) || view.IsEmpty || view.IsEdge(source.AgentState!.Address, source.State!.Source.Index)),
        Mode.Core => source => wanted(source) && (!IsPort(source) || view.IsCore(source.AgentState!.Address, source.State!.Source.Index)),
        _ => wanted,
    };

    /// <summary>Combines rows.</summary>
    /// <param name="rows">Rows of all sources.</param>
    /// <param name="pattern">Which keys; null for all.</param>
    /// <param name="minValue">Least value of a result.</param>
    /// <param name="maxFlows">Most results.</param>
    /// <param name="interval">True to say how sure each value is.</param>
    /// <returns>Largest first; equal values in order of key.</returns>
    public IReadOnlyList<ActiveFlow> Combine(List<FlowRow> rows, KeyPattern? pattern, double minValue, int maxFlows, bool interval)
    {
        Dictionary<string, Group> groups = new(StringComparer.Ordinal);
        foreach (FlowRow row in rows)
        {
            if (IngressOnly && row.Value <= 0)
            {
                continue;
            }

            if (groups.TryGetValue(row.Key, out Group? group))
            {
                group.Add(row);
            }
            else if (pattern is null || pattern.Matches(row.Key))
            {
                groups.Add(row.Key, new Group(row));
            }
        }

        return [.. groups.Values
            .Select(group => group.ToFlow(_mode, interval))
            .Where(flow => flow.Value >= minValue)
            .OrderByDescending(flow => flow.Value)
            .ThenBy(flow => flow.Key, StringComparer.Ordinal)
            .Take(Math.Max(0, maxFlows))];
    }

    private static bool IsPort(FlowSource source) => source.State is { IsCustom: false, Source.Class: 0 };

    /// <summary>Rows of one flow key.</summary>
    private sealed class Group(FlowRow first)
    {
        private FlowRow _largest = first;
        private double _sum = first.Value;
        private double _variance = first.Variance;
        private int _count = 1;

        public void Add(FlowRow row)
        {
            _largest = row.Value > _largest.Value ? row : _largest;
            _sum += row.Value;
            _variance += row.Variance;
            _count++;
        }

        public ActiveFlow ToFlow(Mode mode, bool interval)
        {
            double value = mode switch { Mode.Max => _largest.Value, Mode.Avg => _sum / _count, _ => _sum };
            double variance = mode switch { Mode.Max => _largest.Variance, Mode.Avg => _variance / _count / _count, _ => _variance };
            ActiveFlow flow = new()
            {
                Key = _largest.Key,
                Value = value,
                Values = _largest.Values,
                Agent = _largest.Source.Agent,
                DataSource = _largest.Source.DataSource,
                FlowN = _count,
            };
            if (!interval || !(variance > 0))
            {
                return flow;
            }

            double margin = NormalQuantile * Math.Sqrt(variance);
            return flow with { Samples = value * value / variance, Low = Math.Max(0, value - margin), High = value + margin };
        }
    }
}
