using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Analytics;
using Weir.Ingest.Captures;
using Weir.Server.Composition;

namespace Weir.Server.Verbs;

/// <summary><c>replay FILE [--speed N|max]</c>: plays a capture through the whole of Weir on the capture's clock.</summary>
public static class ReplayVerb
{
    /// <summary>Makes the command.</summary>
    public static Command Create(VerbContext context)
    {
        Argument<string> file = new("FILE") { Description = "capture of sFlow, pcap or pcapng" };
        Option<string> speed = new("--speed") { Description = "1 real time, N times as fast, or max", DefaultValueFactory = _ => "1" };
        Option<bool> loop = new("--loop") { Description = "begin again at the end" };
        Option<bool> keep = new("--keep") { Description = "keep serving when the capture has ended" };
        Option<string?> events = new("--events") { Description = "write threshold events to this file, one JSON object a line" };
        Option<string?> records = new("--records") { Description = "write flow records to this file, one JSON object a line" };
        Option<bool> json = new("--json") { Description = "print the summary as JSON" };
        Command command = new("replay", "Play a capture on its own clock; scripts, REST and pages see it as live") { file, speed, loop, keep, events, records, json };
        command.SetAction((parsed, cancel) =>
        {
            CapturePlay play = new(parsed.GetRequiredValue(file))
            {
                Speed = ParseSpeed(parsed.GetRequiredValue(speed)),
                Loop = parsed.GetValue(loop),
                EndFlows = true,
                EventsFile = parsed.GetValue(events),
                RecordsFile = parsed.GetValue(records),
            };
            return RunAsync(context, play, parsed.GetValue(keep), parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(VerbContext context, CapturePlay play, bool keep, bool json, CancellationToken cancel)
    {
        ReplayDisplay display = new(context.Error);
        await using WeirHost host = await WeirHost.StartAsync(context, play with { Progress = display.IsUseful ? display : null }, cancel);
        ReplayResult result;
        try
        {
            result = await host.PlayedAsync(cancel);
        }
        finally
        {
            display.End();
        }

        EngineStatistics statistics = host.Engine.Statistics();
        ReplaySummary summary = ReplaySummary.From(result, statistics, host.EventsWritten, host.RecordsWritten);
        await context.Output.WriteLineAsync(json ? JsonSerializer.Serialize(summary, WeirJson.Options) : summary.ToString());
        if (keep)
        {
            await host.WaitForStopAsync(cancel);
        }

        return ExitCode.Success;
    }

    private static double ParseSpeed(string text)
    {
        if (text == "max")
        {
            return double.PositiveInfinity;
        }

        return double.TryParse(text.TrimEnd('x'), NumberStyles.Float, CultureInfo.InvariantCulture, out double speed) && speed > 0 && double.IsFinite(speed)
            ? speed
            : throw new VerbException($"--speed {text}: expected a number above 0, or max");
    }
}
