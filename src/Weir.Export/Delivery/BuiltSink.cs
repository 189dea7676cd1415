using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>A sink that was made of a definition and does not run yet.</summary>
/// <param name="Definition">What it was made of.</param>
/// <param name="Sink">The sink.</param>
/// <param name="Settings">Settings that every sink has.</param>
/// <param name="Secrets">What must not be shown.</param>
internal sealed record BuiltSink(SinkDefinition Definition, ISink Sink, DeliverySettings Settings, SettingSecrets Secrets)
{
    /// <summary>Makes a sink; nothing is opened.</summary>
    /// <returns>The sink, or null with problems added.</returns>
    public static BuiltSink? TryBuild(SinkDefinition definition, DeliveryOptions options, List<Diagnostic> problems)
    {
        List<Diagnostic> found = [];
        BuiltSink? built = TryBuildUnlocated(definition, options, found);
        problems.AddRange(found.Select(definition.Locate));
        return built;
    }

    private static BuiltSink? TryBuildUnlocated(SinkDefinition definition, DeliveryOptions options, List<Diagnostic> problems)
    {
        string path = $"sinks.{definition.Name}";
        if (!SinkDefinition.IsName(definition.Name))
        {
            problems.Add(new Diagnostic(path, "a sink's name has 1 to 64 letters, digits, - _ or . and begins with a letter or digit"));
            return null;
        }

        if (options.FindType(definition.Type) is not { } type)
        {
            problems.Add(new Diagnostic($"{path}.type", $"'{definition.Type}' is no type of sink; known: {string.Join(", ", SinkTypes.All.Select(t => t.Name))}"));
            return null;
        }

        SinkSettings settings = new(path, definition.Settings, problems);
        ISink sink = type.Create(settings, new SinkContext
        {
            Name = definition.Name,
            Time = options.Time,
            Logger = options.Logs.CreateLogger($"Weir.Export.Sinks.{definition.Name}"),
            HostName = options.HostName,
            Version = options.Version,
        });
        DeliverySettings common = DeliverySettings.Read(settings) with { Limits = DeliverySettings.ReadLimits(settings, sink.Limits) };
        settings.RefuseUnknown();
        return problems.Count == 0 ? new BuiltSink(definition, sink, common, settings.Secrets) : null;
    }
}
