using System.Text.Json;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;

namespace Weir.Web.Definitions;

/// <summary>Turns JSON bodies into definitions. Meaning (keys, filters, ranges) is the engine's to judge; form is judged here.</summary>
internal static class DefinitionReader
{
    /// <summary>A flow; null when there are problems.</summary>
    public static FlowDefinition? Flow(JsonElement body, List<Diagnostic> problems, out IReadOnlyList<string> ignored)
    {
        if (!IsObject(body, problems, out ignored))
        {
            return null;
        }

        MemberReader read = new(body, problems);
        FlowDefinition unset = new();
        FlowDefinition definition = new()
        {
            Keys = read.Text("keys") ?? unset.Keys,
            Value = read.Text("value") ?? unset.Value,
            Values = read.TextList("values"),
            Filter = read.Text("filter") is { Length: > 0 } filter ? filter : null,
            N = read.Integer("n") ?? unset.N,
            T = read.Number("t") ?? unset.T,
            Fs = read.Text("fs") ?? unset.Fs,
            Log = read.Flag("log") ?? unset.Log,
            FlowStart = read.Flag("flowStart") ?? unset.FlowStart,
            ActiveTimeout = read.Number("activeTimeout") ?? unset.ActiveTimeout,
            Dropped = read.Flag("dropped") ?? unset.Dropped,
            AggMode = read.Text("aggMode") is { Length: > 0 } mode ? mode : null,
            IpfixCollectors = read.TextList("ipfixCollectors"),
        };
        read.Find("name");
        ignored = read.Ignored;
        return problems.Count == 0 ? definition : null;
    }

    /// <summary>A threshold; null when there are problems.</summary>
    public static ThresholdDefinition? Threshold(JsonElement body, List<Diagnostic> problems, out IReadOnlyList<string> ignored)
    {
        if (!IsObject(body, problems, out ignored))
        {
            return null;
        }

        MemberReader read = new(body, problems);
        string? metric = read.Text("metric");
        int before = problems.Count;
        double? value = read.Number("value");
        if (string.IsNullOrEmpty(metric))
        {
            problems.Add(new Diagnostic("metric", "the name of a metric or flow is missing"));
        }

        if (value is null && problems.Count == before)
        {
            problems.Add(new Diagnostic("value", "the number at which the threshold triggers is missing"));
        }

        Dictionary<string, IReadOnlyList<string>>? filter = read.Find("filter") is { } conditions
            ? MemberReader.Lists(conditions, "filter", problems)
            : null;
        ThresholdDefinition definition = new()
        {
            Metric = metric ?? "",
            Value = value ?? 0,
            Filter = filter is { Count: > 0 } ? new MetricFilter(filter) : null,
            ByFlow = read.Flag("byFlow") ?? false,
            Timeout = read.Number("timeout") ?? 1,
        };
        ignored = read.Ignored;
        return problems.Count == 0 ? definition : null;
    }

    /// <summary>A forwarding target; null when there are problems.</summary>
    public static ForwardingTarget? Forwarding(JsonElement body, List<Diagnostic> problems, out IReadOnlyList<string> ignored)
    {
        if (!IsObject(body, problems, out ignored))
        {
            return null;
        }

        MemberReader read = new(body, problems);
        string? address = read.Text("address");
        if (string.IsNullOrEmpty(address))
        {
            problems.Add(new Diagnostic("address", "the address of the collector is missing"));
        }

        int port = read.Integer("port") ?? 6343;
        if (port is < 1 or > 65535)
        {
            problems.Add(new Diagnostic("port", FormattableString.Invariant($"{port} is no UDP port")));
        }

        ignored = read.Ignored;
        return problems.Count == 0 ? new ForwardingTarget(address!, port) : null;
    }

    private static bool IsObject(JsonElement body, List<Diagnostic> problems, out IReadOnlyList<string> ignored)
    {
        ignored = [];
        if (body.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        problems.Add(new Diagnostic("body", "a JSON object is expected"));
        return false;
    }
}
