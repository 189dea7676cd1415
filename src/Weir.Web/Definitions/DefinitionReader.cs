using System.Text.Json;
using Weir.Analytics;

namespace Weir.Web.Definitions;

/// <summary>Reads the bodies that are not the engine's to read, and finds members that mean nothing.</summary>
internal static class DefinitionReader
{
    /// <summary>Members of a flow definition; <c>name</c> is what scripts sometimes add.</summary>
    public static readonly IReadOnlyList<string> FlowMembers =
    [
        "name", "keys", "value", "values", "filter", "n", "t", "fs", "log", "flowStart", "activeTimeout", "dropped", "aggMode", "ipfixCollectors",
    ];

    /// <summary>Members of a threshold.</summary>
    public static readonly IReadOnlyList<string> ThresholdMembers = ["name", "metric", "value", "filter", "byFlow", "timeout"];

    /// <summary>Names of members that are not among the known ones: most likely typing errors.</summary>
    public static IReadOnlyList<string> Ignored(JsonElement body, IReadOnlyList<string> known) =>
        [.. body.EnumerateObject().Select(m => m.Name).Where(n => !known.Contains(n)).Distinct()];

    /// <summary>A forwarding target; null when there are problems.</summary>
    public static ForwardingTarget? Forwarding(JsonElement body, List<Diagnostic> problems)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Diagnostic("body", "a JSON object is expected"));
            return null;
        }

        MemberReader read = new(body, problems);
        string? address = read.Text("address");
        if (string.IsNullOrEmpty(address))
        {
            problems.Add(new Diagnostic("address", "the address of the collector is missing"));
        }

        double port = read.Number("port") ?? 6343;
        if (port is < 1 or > 65535 || port != Math.Floor(port))
        {
            problems.Add(new Diagnostic("port", FormattableString.Invariant($"{port} is no UDP port")));
        }

        return problems.Count == 0 ? new ForwardingTarget(address!, (int)port) : null;
    }
}
