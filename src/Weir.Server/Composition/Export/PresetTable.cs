using System.Reflection;
using System.Text.Json;
using Weir.Analytics.Flows;
using Weir.Export.Events;
using Weir.Server.Configuration;

namespace Weir.Server.Composition.Export;

/// <summary>The presets there are: each a small file of the folder <c>Presets</c>, built into the program.</summary>
internal static class PresetTable
{
    private const string Folder = "Presets.";
    private const string Ending = ".json";

    /// <summary>Every preset, by name.</summary>
    public static IReadOnlyList<Preset> All { get; } = Load(typeof(PresetTable).Assembly);

    /// <summary>The presets that an operator asked for.</summary>
    /// <exception cref="PropertyException">There is none of a name; the message names those there are.</exception>
    public static IReadOnlyList<Preset> Choose(IReadOnlyList<string> names)
    {
        string[] unknown = [.. names.Where(name => All.All(preset => preset.Name != name))];
        return unknown.Length == 0
            ? [.. All.Where(preset => names.Contains(preset.Name))]
            : throw new PropertyException($"property weir.presets: no preset '{string.Join("', '", unknown)}'; there is {string.Join(", ", All.Select(p => p.Name))}");
    }

    private static Preset[] Load(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(name[Folder.Length..^Ending.Length], assembly.GetManifestResourceStream(name)!))];

    private static Preset Read(string name, Stream stream)
    {
        using Stream file = stream;
        using JsonDocument document = JsonDocument.Parse(file);
        JsonElement root = document.RootElement;
        string Text(string member) => root.GetProperty(member).GetString()!;
        return new Preset
        {
            Name = name,
            Summary = Text("summary"),
            Severity = SeverityNames.TryParse(Text("severity"), out EventSeverity severity) ? severity : EventSeverity.Info,
            Subject = Text("subject"),
            Message = Text("message"),
            FlowField = Text("flowField"),
            KeyFields = [.. root.GetProperty("keyFields").EnumerateArray().Select(field => field.GetString()!)],
            Flows = root.GetProperty("flows").EnumerateObject().ToDictionary(flow => flow.Name, flow => FlowDefinition.FromJson(flow.Value)),
        };
    }
}
