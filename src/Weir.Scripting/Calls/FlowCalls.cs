using System.Text.Json;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;

namespace Weir.Scripting.Calls;

/// <summary>Flows, thresholds, groups and maps.</summary>
internal sealed class FlowCalls(AnalyticsEngine engine)
{
    public void AddTo(CallTable table)
    {
        table.Add("setFlow", a => SetFlow(a));
        table.Add("clearFlow", a => Do(() => engine.ClearFlow(a.Text(0) ?? "")));
        table.Add("getFlow", a => engine.Flows.GetValueOrDefault(a.Text(0) ?? ""));
        table.Add("activeFlows", a => ActiveFlows(a));
        table.Add("flowValue", a => a.Text(0) is string agent ? engine.FlowValue(agent, a.Text(1) ?? "", a.Text(2) ?? "") : 0.0);
        table.Add("flowLocations", a => engine.FlowLocations(a.Text(0) ?? "ALL", a.Text(1) ?? "", a.Text(2) ?? ""));
        table.Add("flowKeys", _ => engine.FlowKeys());
        table.Add("setThreshold", a => SetThreshold(a));
        table.Add("clearThreshold", a => Do(() => engine.ClearThreshold(a.Text(0) ?? "")));
        table.Add("getThreshold", a => engine.Thresholds.GetValueOrDefault(a.Text(0) ?? ""));
        table.Add("thresholdTriggered", a => engine.ThresholdTriggered(a.Text(0) ?? "", a.Text(1) ?? "", a.Text(2) ?? "", a.Text(3)));
        table.Add("setGroups", a => engine.SetGroups(a.Text(0) ?? "default", a.Labels(1) ?? EmptyLabels).Count == 0);
        table.Add("getGroups", a => engine.Groups.GetValueOrDefault(a.Text(0) ?? "default")?.Definition);
        table.Add("clearGroups", a => engine.ClearGroups(a.Text(0) ?? "default"));
        table.Add("setMap", a => SetMap(a));
        table.Add("getMap", a => engine.Maps.GetValueOrDefault(a.Text(0) ?? "")?.Definition);
        table.Add("clearMap", a => engine.ClearMap(a.Text(0) ?? ""));
    }

    private static readonly Dictionary<string, IReadOnlyList<string>> EmptyLabels = [];

    private static object Do(Func<bool> action)
    {
        action();
        return CallResult.Nothing;
    }

    private object SetFlow(CallArguments arguments)
    {
        string name = arguments.Demand(0, "setFlow: the name");
        JsonElement spec = arguments[1];
        string? keys = Text(spec, "keys");
        string? value = Text(spec, "value");
        if (string.IsNullOrWhiteSpace(keys) && string.IsNullOrWhiteSpace(value))
        {
            throw new CallException($"setFlow {name}: keys and value are both missing");
        }

        FlowDefinition defaults = new();
        engine.SetFlow(name, new FlowDefinition
        {
            Keys = keys ?? defaults.Keys,
            Value = string.IsNullOrWhiteSpace(value) ? defaults.Value : value,
            Values = CallArguments.AsList(Member(spec, "values")) ?? defaults.Values,
            Filter = Text(spec, "filter") is { Length: > 0 } filter ? filter : null,
            N = (int)Math.Clamp(Number(spec, "n") ?? defaults.N, 0, int.MaxValue),
            T = Number(spec, "t") ?? defaults.T,
            Fs = Text(spec, "fs") ?? defaults.Fs,
            Log = Flag(spec, "log"),
            FlowStart = Flag(spec, "flowStart"),
            ActiveTimeout = Number(spec, "activeTimeout") ?? defaults.ActiveTimeout,
            Dropped = Flag(spec, "dropped"),
            AggMode = Text(spec, "aggMode"),
            IpfixCollectors = CallArguments.AsList(Member(spec, "ipfixCollectors")) ?? defaults.IpfixCollectors,
        });
        return CallResult.Nothing;
    }

    private object SetThreshold(CallArguments arguments)
    {
        string name = arguments.Demand(0, "setThreshold: the name");
        JsonElement spec = arguments[1];
        IReadOnlyDictionary<string, IReadOnlyList<string>>? filter = CallArguments.AsLabels(Member(spec, "filter"));
        engine.SetThreshold(name, new ThresholdDefinition
        {
            Metric = Text(spec, "metric") ?? throw new CallException($"setThreshold {name}: metric is missing"),
            Value = Number(spec, "value") ?? throw new CallException($"setThreshold {name}: value is missing"),
            Filter = filter is null ? null : new MetricFilter(filter),
            ByFlow = Flag(spec, "byFlow"),
            Timeout = Number(spec, "timeout") ?? 1,
        });
        return CallResult.Nothing;
    }

    private object ActiveFlows(CallArguments arguments)
    {
        string? agents = arguments.Text(0);
        string? name = arguments.Text(1);
        return agents is null || name is null
            ? Array.Empty<ActiveFlow>()
            : engine.ActiveFlows(
                agents,
                name,
                arguments.Whole(2, 100, 0, int.MaxValue),
                arguments.Number(3) ?? 0,
                arguments.Text(4) is { Length: > 0 } mode ? mode : "max",
                arguments.Text(5) is { Length: > 0 } pattern ? pattern : null,
                interval: true);
    }

    private object SetMap(CallArguments arguments)
    {
        engine.SetMap(arguments.Demand(0, "setMap: the name"), arguments.Labels(1) ?? EmptyLabels);
        return true;
    }

    private static JsonElement Member(JsonElement spec, string name) =>
        spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? Text(JsonElement spec, string name) => CallArguments.AsText(Member(spec, name));

    private static double? Number(JsonElement spec, string name) => CallArguments.AsNumber(Member(spec, name));

    private static bool Flag(JsonElement spec, string name) => Member(spec, name).ValueKind == JsonValueKind.True;
}
