using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Server.Configuration;
using Weir.Server.Verbs;

// -Dname=value options may stand anywhere; what is left is the verb and its arguments.
string[] definitions = [.. args.Where(a => a.StartsWith("-D", StringComparison.Ordinal)).Select(a => a[2..])];
string[] rest = [.. args.Where(a => !a.StartsWith("-D", StringComparison.Ordinal))];
string home = Environment.GetEnvironmentVariable("WEIR_HOME") ?? Directory.GetCurrentDirectory();

try
{
    PropertySet properties = PropertyLoader.Load(home, Environment.GetEnvironmentVariable("RTPROP"), definitions);
    VerbContext context = new(home, properties, Console.Out, Console.Error);
    RootCommand root = VerbTable.Create(context);
    ParseResult parsed = root.Parse(rest);
    if (parsed.Errors.Count > 0)
    {
        await Console.Error.WriteLineAsync($"weir: {parsed.Errors[0].Message} (see {CommandLine(parsed.CommandResult)} --help)");
        return ExitCode.Usage;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,

        // Stopping in order takes seconds when scripts hang and receivers are slow: longer than the two that would be given.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
    });
}
catch (Exception e) when (e is PropertyException or VerbException)
{
    await Console.Error.WriteLineAsync($"weir: {e.Message}");
    return ExitCode.Failure;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}

// "weir sink test": the command as it is typed.
static string CommandLine(SymbolResult command) =>
    command.Parent is CommandResult parent ? $"{CommandLine(parent)} {((CommandResult)command).Command.Name}" : "weir";
