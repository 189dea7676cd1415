using Weir.Analytics.Flows.Language;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Thresholds;

namespace Weir.Analytics.Flows.Plans;

/// <summary>All definitions of the engine, compiled together: immutable, published by one volatile write, taken up by a shard between two batches.</summary>
internal sealed class PlanSet
{
    private PlanSet(FlowPlan[] plans, PlanBranch samples, PlanBranch discards, ThresholdPlan[] thresholds, NodeBuilder builder)
    {
        Plans = plans;
        Samples = samples;
        Discards = discards;
        Thresholds = thresholds;
        KeyNodes = builder.KeyCount;
        TestNodes = builder.TestCount;
        Memos = builder.MemoCount;
    }

    private PlanSet(PlanSet flows, ThresholdPlan[] thresholds)
    {
        Plans = flows.Plans;
        Samples = flows.Samples;
        Discards = flows.Discards;
        Thresholds = thresholds;
        KeyNodes = flows.KeyNodes;
        TestNodes = flows.TestNodes;
        Memos = flows.Memos;
    }

    /// <summary>The plans; a plan's index is its position.</summary>
    public FlowPlan[] Plans { get; }

    /// <summary>Decision tree for packet samples.</summary>
    public PlanBranch Samples { get; }

    /// <summary>Decision tree for dropped packet notifications.</summary>
    public PlanBranch Discards { get; }

    /// <summary>All thresholds.</summary>
    public ThresholdPlan[] Thresholds { get; }

    /// <summary>Key nodes over all plans.</summary>
    public int KeyNodes { get; }

    /// <summary>Filter nodes over all plans.</summary>
    public int TestNodes { get; }

    /// <summary>Memos the nodes need.</summary>
    public int Memos { get; }

    /// <summary>Compiles definitions that were found right before.</summary>
    public static PlanSet Compile(IReadOnlyList<FlowSyntax> flows, IReadOnlyList<ThresholdPlan> thresholds, IPlanContext context)
    {
        DiagnosticSink sink = new();
        NodeBuilder builder = new(context, sink);
        List<(FlowPlan Plan, List<FilterNode> Conditions)> packets = [];
        List<(FlowPlan Plan, List<FilterNode> Conditions)> discards = [];
        List<FlowPlan> plans = [];
        foreach (FlowSyntax flow in flows)
        {
            if (Link(flow, plans.Count, builder) is { } linked)
            {
                plans.Add(linked.Plan);
                (flow.Definition.Dropped ? discards : packets).Add(linked);
            }
        }

        sink.ThrowIfAny();
        return new PlanSet([.. plans], PlanBranch.Build(null, packets), PlanBranch.Build(null, discards), [.. thresholds], builder);
    }

    /// <summary>The same flows with other thresholds: nothing is compiled again.</summary>
    public PlanSet With(IEnumerable<ThresholdPlan> thresholds) => new(this, [.. thresholds]);

    /// <summary>Reads and compiles one definition by itself, for its diagnostics.</summary>
    /// <exception cref="DefinitionException">Something is wrong; all of it is named.</exception>
    public static FlowSyntax Check(string name, FlowDefinition definition, IPlanContext context)
    {
        DiagnosticSink sink = new();
        FlowSyntax syntax = FlowSyntax.Parse(name, definition, sink);
        Link(syntax, 0, new NodeBuilder(context, sink));
        CheckNumeric(syntax, sink);
        sink.ThrowIfAny();
        return syntax;
    }

    private static (FlowPlan Plan, List<FilterNode> Conditions)? Link(FlowSyntax flow, int index, NodeBuilder builder)
    {
        KeyNode?[] keys = [.. flow.Keys.Select(key => builder.Key(key, "keys"))];
        KeyNode?[] values = [.. flow.Values.Select((value, i) => builder.Key(value.Key, i == 0 ? "value" : "values"))];
        List<FilterNode> conditions = [.. builder.Conditions(flow.Filter)];
        return values.Length == 0 || Array.Exists(keys, key => key is null) || Array.Exists(values, value => value is null)
            ? null
            : (new FlowPlan(flow, index, keys!, values!), conditions);
    }

    private static void CheckNumeric(FlowSyntax flow, DiagnosticSink sink)
    {
        for (int i = 0; i < flow.Values.Count; i++)
        {
            ValueSyntax value = flow.Values[i];
            if (value.Operation != ValueOperation.Count && !value.Key.IsFunction
                && Keys.KeyCatalog.TryResolve(value.Key.Name, out Keys.KeyReference key, out _) && !key.Definition.IsNumeric)
            {
                sink.Add(i == 0 ? "value" : "values", value.Key.Position, $"'{value.Key.Name}' is not a number; only count:{value.Key.Name} can be measured");
            }
        }
    }
}
