using System.Text;
using Weir.Analytics;
using Weir.Export.Settings;

namespace Weir.Export.Configuration;

/// <summary>The file <c>conf.d/sinks.yaml</c>: <c>sinks:</c>, below it each sink's name, below that <c>type</c> and its settings.</summary>
public static class SinkFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Name of the section that says which metrics are sent.</summary>
    public const string MetricsSection = "metrics";

    /// <summary>The section <c>metrics:</c> of a file's text; null without one. What is wrong with the YAML is told by <see cref="Read"/>.</summary>
    public static SettingNode? ReadMetrics(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes && YamlSettings.Read(text, file, []) is ({ } top, _) ? top.GetValueOrDefault(MetricsSection) : null;
    }

    /// <summary>Reads sinks from a file's text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The file's name for messages: <c>conf.d/sinks.yaml</c>.</param>
    /// <param name="problems">Where everything that is wrong is added, with its line.</param>
    /// <returns>The sinks that could be read; their settings are checked when they are made.</returns>
    public static IReadOnlyList<SinkDefinition> Read(string text, string file, List<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problems.Add(new Diagnostic(file, FormattableString.Invariant($"is larger than {MaxBytes} bytes")));
            return [];
        }

        if (YamlSettings.Read(text, file, problems) is not ({ } top, { } lines))
        {
            return [];
        }

        foreach (string name in top.Keys.Where(name => name is not ("sinks" or MetricsSection)))
        {
            problems.Add(new Diagnostic($"{PlaceOf(name)}: {name}", "is not understood here; sinks stand below 'sinks:', metrics to send below 'metrics:'"));
        }

        if (!top.TryGetValue("sinks", out SettingNode? sinks) || sinks.Text == "")
        {
            return [];
        }

        if (sinks.Members is null)
        {
            problems.Add(new Diagnostic(PlaceOf("sinks"), "expected sinks below 'sinks:', each with its name, a colon and its settings below"));
            return [];
        }

        List<SinkDefinition> read = [];
        foreach ((string name, SettingNode node) in sinks.Members)
        {
            if (ReadSink(name, node, lines, PlaceOf, problems) is { } definition)
            {
                read.Add(definition);
            }
        }

        return read;

        string PlaceOf(string path) => FormattableString.Invariant($"{file}:{lines.GetValueOrDefault(path, 1)}");
    }

    private static SinkDefinition? ReadSink(string name, SettingNode node, IReadOnlyDictionary<string, int> lines, Func<string, string> placeOf, List<Diagnostic> problems)
    {
        string root = $"sinks.{name}";
        if (node.Members is null)
        {
            problems.Add(new Diagnostic($"{placeOf(root)}: {root}", "expected settings below it"));
            return null;
        }

        if (!node.Members.TryGetValue("type", out SettingNode? type) || string.IsNullOrEmpty(type.Text))
        {
            problems.Add(new Diagnostic($"{placeOf(root)}: {root}", "needs a type, such as 'type: loki'"));
            return null;
        }

        Dictionary<string, SettingNode> settings = node.Members.Where(m => m.Key != "type").ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        Dictionary<string, string> places = lines.Keys
            .Where(path => path.StartsWith(root + ".", StringComparison.Ordinal))
            .ToDictionary(path => path[(root.Length + 1)..], placeOf, StringComparer.Ordinal);
        places[""] = placeOf(root);
        return new SinkDefinition(name, type.Text, settings, placeOf(root)) { Places = places };
    }
}
