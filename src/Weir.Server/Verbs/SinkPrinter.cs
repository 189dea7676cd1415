using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Server.Composition;
using Weir.Server.Composition.Export;

namespace Weir.Server.Verbs;

/// <summary>What the verbs about sinks do and print, as text or as JSON.</summary>
/// <param name="context">The verb's surroundings.</param>
/// <param name="json">True for JSON.</param>
internal sealed class SinkPrinter(VerbContext context, bool json)
{
    /// <summary>Prints what a running Weir says of its sinks. Fails when one is not healthy.</summary>
    public int Running(JsonElement overview)
    {
        JsonElement[] sinks = [.. overview.GetProperty("sinks").EnumerateArray()];
        if (json)
        {
            context.Output.WriteLine(overview.GetRawText());
        }
        else
        {
            foreach (JsonElement sink in sinks)
            {
                string error = sink.GetProperty("healthy").GetBoolean() || !sink.TryGetProperty("lastError", out JsonElement said) ? "" : $": {said}";
                context.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sink.GetProperty("name"),-16} {sink.GetProperty("type"),-12} {State(sink),-13} {sink.GetProperty("waiting")} waiting, {sink.GetProperty("counters").GetProperty("sent")} sent{error}"));
            }

            if (sinks.Length == 0)
            {
                context.Output.WriteLine("there are no sinks");
            }
        }

        foreach (JsonElement problem in overview.GetProperty("problems").EnumerateArray())
        {
            context.Error.WriteLine($"weir: {problem}");
        }

        return sinks.All(s => s.GetProperty("healthy").GetBoolean()) ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Prints what is configured, where no Weir runs.</summary>
    public int Configured(Uri asked)
    {
        SinkSource source = new(context.Home, context.Properties);
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { Running = false, Sinks = source.Definitions.Select(d => new { d.Name, d.Type, d.Origin }) }, WeirJson.Options));
        }
        else
        {
            context.Output.WriteLine($"no Weir answers at {asked}; configured:");
            foreach (SinkDefinition definition in source.Definitions)
            {
                context.Output.WriteLine($"{definition.Name,-16} {definition.Type,-12} {definition.Origin}");
            }
        }

        return Report(source.Problems);
    }

    /// <summary>Checks the configuration and prints everything that is wrong.</summary>
    public async Task<int> CheckAsync()
    {
        SinkSource source = new(context.Home, context.Properties);
        IReadOnlyList<Diagnostic> problems = await source.CheckAsync(Options());
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { Sinks = source.Definitions.Select(d => d.Name), Problems = problems }, WeirJson.Options));
            return problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }

        if (problems.Count == 0)
        {
            context.Output.WriteLine(source.Definitions.Count == 0
                ? "no sink is configured"
                : $"{source.Definitions.Count} {(source.Definitions.Count == 1 ? "sink" : "sinks")}, nothing is wrong: {string.Join(", ", source.Definitions.Select(d => $"{d.Name} ({d.Type})"))}");
        }

        return Report(problems);
    }

    /// <summary>Sends a test through a sink and prints the receiver's word.</summary>
    public async Task<int> TestAsync(string name, TimeSpan timeout, CancellationToken cancel)
    {
        SinkSource source = new(context.Home, context.Properties);
        SinkDefinition definition = source.Definitions.FirstOrDefault(d => d.Name == name)
            ?? throw new VerbException($"there is no sink '{name}'; {Known(source)}");
        SinkTestResult result = await SinkTester.TestAsync(definition, Options(), timeout, cancel);
        string? reason = result.Result?.Reason ?? (result.Problems.Count > 0 ? string.Join("; ", result.Problems) : null);
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { Ok = result.Passed, Outcome = SinkGateway.Outcome(result), Reason = reason, result.Item }, WeirJson.Options));
        }
        else
        {
            context.Output.WriteLine(result.Passed ? $"{name} took {result.Item}" : $"{name} did not take it ({SinkGateway.Outcome(result)}): {reason}");
        }

        return result.Passed ? ExitCode.Success : ExitCode.Failure;
    }

    // "open" is the word of the circuit breaker's trade; to everybody else it sounds well.
    private static string? State(JsonElement sink) => sink.GetProperty("state").GetString() switch
    {
        "open" => "no answer",
        "halfOpen" => "trying again",
        var state => state,
    };

    private static string Known(SinkSource source) => source.Definitions.Count == 0 ? "none is configured" : $"there is {string.Join(", ", source.Definitions.Select(d => d.Name))}";

    private int Report(IReadOnlyList<Diagnostic> problems)
    {
        foreach (Diagnostic problem in problems)
        {
            context.Error.WriteLine($"weir: {problem}");
        }

        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static DeliveryOptions Options() => new()
    {
        Folder = Path.GetTempPath(),
        Logs = NullLoggerFactory.Instance,
        HostName = Environment.MachineName,
        Version = WeirHost.Version,
    };
}
