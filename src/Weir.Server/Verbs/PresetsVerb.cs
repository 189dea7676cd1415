using System.CommandLine;
using System.Text.Json;
using Weir.Analytics;
using Weir.Server.Composition.Export;

namespace Weir.Server.Verbs;

/// <summary><c>presets [--json]</c>: what <c>weir.presets</c> can name.</summary>
public static class PresetsVerb
{
    /// <summary>Makes the command.</summary>
    public static Command Create(VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Option<bool> json = new("--json") { Description = "print one JSON object" };
        Command command = new("presets", "List what -Dweir.presets=NAME,... can name: flows that are worth an event") { json };
        command.SetAction(parsed => Run(context, parsed.GetValue(json)));
        return command;
    }

    private static int Run(VerbContext context, bool json)
    {
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(PresetTable.All.ToDictionary(p => p.Name, p => new { p.Summary, p.Flows }), WeirJson.Options));
            return ExitCode.Success;
        }

        foreach (Preset preset in PresetTable.All)
        {
            context.Output.WriteLine($"{preset.Name,-20} {preset.Summary} (flows {string.Join(", ", preset.Flows.Keys)})");
        }

        return ExitCode.Success;
    }
}
