using System.Globalization;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Settings;
using Weir.Server.Configuration;

namespace Weir.Server.Composition.Export;

/// <summary>Reads which metrics are sent, from properties or from the section <c>metrics:</c> of the file of sinks.</summary>
internal static class MetricPlanReader
{
    private const int MostFlows = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The plan of <c>weir.metrics.*</c>.</summary>
    /// <exception cref="PropertyException">A value is wrong.</exception>
    public static MetricPlan FromProperties(PropertySet properties)
    {
        List<Diagnostic> problems = [];
        MetricPlan plan = new()
        {
            Metrics = Metrics(properties.List("weir.metrics.export"), "weir.metrics.export", problems),
            Flows = Flows(properties.List("weir.metrics.flows"), "weir.metrics.flows", problems),
            Agents = properties.Text("weir.metrics.agents", "ALL"),
            Interval = TimeSpan.FromSeconds(properties.Number("weir.metrics.interval", 10, 1, 86_400)),
        };
        return problems.Count == 0 ? plan : throw new PropertyException($"property {string.Join("; ", problems)}");
    }

    /// <summary>The plan of the section: <c>export</c>, <c>flows</c>, <c>agents</c>, <c>interval</c>.</summary>
    /// <param name="section">The section as written.</param>
    /// <param name="problems">Where everything that is wrong is added.</param>
    public static MetricPlan FromSection(SettingNode section, List<Diagnostic> problems)
    {
        if (section.Members is null && section.Text != "")
        {
            problems.Add(new Diagnostic(SinkFile.MetricsSection, "expected export, flows, agents or interval below it"));
        }

        SinkSettings settings = new(SinkFile.MetricsSection, section.Members ?? new Dictionary<string, SettingNode>(), problems);
        TimeSpan interval = settings.Duration("interval", TimeSpan.FromSeconds(10));
        if (interval < Shortest)
        {
            settings.Refuse("interval", "expected at least 1s");
        }

        MetricPlan plan = new()
        {
            Metrics = Metrics(settings.List("export"), "metrics.export", problems),
            Flows = Flows(settings.List("flows"), "metrics.flows", problems),
            Agents = settings.Text("agents", "ALL"),
            Interval = interval < Shortest ? Shortest : interval,
        };
        settings.RefuseUnknown();
        return plan;
    }

    private static string[] Metrics(IReadOnlyList<string> texts, string path, List<Diagnostic> problems)
    {
        foreach (string text in texts)
        {
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0 && !MetricPlan.Aggregations.Contains(text[..colon]))
            {
                problems.Add(new Diagnostic(path, $"'{text}' begins with none of {string.Join(", ", MetricPlan.Aggregations)}"));
            }
        }

        return [.. texts];
    }

    // "top:10": the ten largest flows of the definition called top.
    private static List<KeyValuePair<string, int>> Flows(IReadOnlyList<string> texts, string path, List<Diagnostic> problems)
    {
        List<KeyValuePair<string, int>> flows = [];
        foreach (string text in texts)
        {
            int colon = text.LastIndexOf(':');
            int count = 10;
            if (colon >= 0 && !(int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= MostFlows))
            {
                problems.Add(new Diagnostic(path, $"'{text}': expected a flow's name, a colon and a number from 1 to {MostFlows}"));
                continue;
            }

            flows.Add(KeyValuePair.Create(colon < 0 ? text : text[..colon], count));
        }

        return flows;
    }
}
