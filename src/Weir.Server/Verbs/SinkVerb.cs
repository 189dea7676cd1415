using System.CommandLine;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Sinks;

namespace Weir.Server.Verbs;

/// <summary><c>sink list|types|check|test NAME|resend NAME</c>: the places to which events and metrics are delivered.</summary>
public static class SinkVerb
{
    /// <summary>Makes the command.</summary>
    public static Command Create(VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Option<bool> json = new("--json") { Description = "print JSON", Recursive = true };
        return new Command("sink", "Look at, check and test the sinks of conf.d/sinks.yaml and of properties")
        {
            json,
            List(context, json),
            Types(context, json),
            Check(context, json),
            Test(context, json),
            Resend(context, json),
        };
    }

    private static Command List(VerbContext context, Option<bool> json)
    {
        Command command = new("list", "Sinks with state, what waits and the last error, asked of the Weir that runs; without one, what is configured");
        command.SetAction(async (parsed, cancel) =>
        {
            using WeirClient client = new(context.Properties);
            JsonElement? answer = await client.AskAsync(HttpMethod.Get, "api/v1/sinks", cancel);
            SinkPrinter printer = new(context, parsed.GetValue(json));
            return answer is { } overview ? printer.Running(overview) : printer.Configured(client.Address);
        });
        return command;
    }

    private static Command Types(VerbContext context, Option<bool> json)
    {
        Command command = new("types", "Kinds of sinks, each with the settings of which one suffices in properties");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(SinkTypes.All.Select(t => new { t.Name, t.Summary, t.Triggers }), WeirJson.Options));
                return ExitCode.Success;
            }

            foreach (ISinkType type in SinkTypes.All.OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                string properties = string.Join(" or ", type.Triggers.Select(t => $"-Dweir.{type.Name}.{t}=..."));
                context.Output.WriteLine($"{type.Name,-14} {type.Summary}{(properties.Length > 0 ? $" ({properties})" : "")}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Check(VerbContext context, Option<bool> json)
    {
        Command command = new("check", "Check the configuration and name everything that is wrong with it");
        command.SetAction(async (parsed, _) => await new SinkPrinter(context, parsed.GetValue(json)).CheckAsync());
        return command;
    }

    private static Command Test(VerbContext context, Option<bool> json)
    {
        Argument<string> name = new("NAME") { Description = "the sink" };
        Option<double> timeout = new("--timeout") { Description = "seconds to wait for the receiver's word", DefaultValueFactory = _ => 20 };
        Command command = new("test", "Send one test event or point to a sink's receiver, past filter and queue, whether Weir runs or not") { name, timeout };
        command.SetAction(async (parsed, cancel) => await new SinkPrinter(context, parsed.GetValue(json))
            .TestAsync(parsed.GetRequiredValue(name), TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(timeout), 0.1, 3600)), cancel));
        return command;
    }

    private static Command Resend(VerbContext context, Option<bool> json)
    {
        Argument<string> name = new("NAME") { Description = "the sink" };
        Command command = new("resend", "Give the events that a sink gave up to it once more; asks the Weir that runs") { name };
        command.SetAction(async (parsed, cancel) =>
        {
            using WeirClient client = new(context.Properties);
            string sink = parsed.GetRequiredValue(name);
            JsonElement answer = await client.AskAsync(HttpMethod.Post, $"api/v1/sinks/{Uri.EscapeDataString(sink)}/resend", cancel)
                ?? throw new VerbException($"no Weir answers at {client.Address}: start it, what was given up is kept");
            context.Output.WriteLine(parsed.GetValue(json) ? answer.GetRawText() : $"{answer.GetProperty("resent")} events are sent to {sink} once more");
            return ExitCode.Success;
        });
        return command;
    }
}
