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
    /// <param name="wanted">Which sources; null for all.</param>
    /// <param name="view">The topology.</param>
    /// <returns>Which sources; null for all.</returns>
    public Func<FlowSource, bool>? Restrict(Func<FlowSource, bool>? wanted, TopologyView view) => _mode switch
    {
        Mode.Edge => source => wanted?.Invoke(source) != false && (!IsPort(source) || view.IsEmpty || view.IsEdge(source.AgentState!.Address, source.State!.Source.Index)),
        Mode.Core => source => wanted?.Invoke(source) != false && (!IsPort(source) || view.IsCore(source.AgentState!.Address, source.State!.Source.Index)),
        _ => wanted,
    };

    /// <summary>Combines rows.</summary>
    /// <param name="scratch">Rows of all sources; the groups are made here.</param>
    /// <param name="pattern">Which keys; null for all.</param>
    /// <param name="minValue">Least value of a result.</param>
    /// <param name="maxFlows">Most results.</param>
    /// <param name="interval">True to say how sure each value is.</param>
    /// <returns>Largest first; equal values in order of key.</returns>
    public IReadOnlyList<ActiveFlow> Combine(FlowScratch scratch, KeyPattern? pattern, double minValue, int maxFlows, bool interval)
    {
        FlowGroups groups = scratch.Groups;
        groups.Fill(scratch.Rows, pattern, IngressOnly);
        FlowTop top = new(Math.Max(0, maxFlows), scratch);
        for (int i = 0; i < groups.Count; i++)
        {
            double value = ValueOf(in groups[i], scratch.Rows);
            if (value >= minValue)
            {
                top.Add(i, value);
            }
        }

        return [.. top.Take().Select(found => ToFlow(scratch, in found, interval))];
    }

    private static bool IsPort(FlowSource source) => source.State is { IsCustom: false, Source.Class: 0 };

    private double ValueOf(in FlowGroup group, FlowRows rows) =>
        _mode switch { Mode.Max => rows[group.Largest].Value, Mode.Avg => group.Sum / group.Count, _ => group.Sum };

    private ActiveFlow ToFlow(FlowScratch scratch, in FlowTop.Found found, bool interval)
    {
        ref readonly FlowGroup group = ref scratch.Groups[found.Group];
        ref readonly FlowRow largest = ref scratch.Rows[group.Largest];
        double value = found.Value;
        double variance = _mode switch { Mode.Max => largest.Variance, Mode.Avg => group.Variance / group.Count / group.Count, _ => group.Variance };
        ActiveFlow flow = new()
        {
            Key = found.Key,
            Value = value,
            Values = scratch.Rows.ValuesOf(group.Largest),
            Agent = largest.Source.Agent,
            DataSource = largest.Source.DataSource,
            FlowN = group.Count,
        };
        if (!interval || !(variance > 0))
        {
            return flow;
        }

        double margin = NormalQuantile * Math.Sqrt(variance);
        return flow with { Samples = value * value / variance, Low = Math.Max(0, value - margin), High = value + margin };
    }
}
