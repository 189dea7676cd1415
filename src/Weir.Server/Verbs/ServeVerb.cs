using System.CommandLine;
using Weir.Server.Composition;

namespace Weir.Server.Verbs;

/// <summary><c>serve</c>: listens for sFlow (or plays <c>sflow.file</c>), runs scripts, serves HTTP, until told to stop.</summary>
public static class ServeVerb
{
    /// <summary>Makes the command.</summary>
    public static Command Create(VerbContext context)
    {
        Command command = new("serve", "Listen for sFlow, run scripts, serve HTTP (the default)");
        command.SetAction((_, cancel) => RunAsync(context, cancel));
        return command;
    }

    /// <summary>Serves until <paramref name="cancel"/>.</summary>
    public static async Task<int> RunAsync(VerbContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        string? file = context.Properties.TextOrNull("sflow.file");
        CapturePlay? play = file is null
            ? null
            : new CapturePlay(Path.Combine(context.Home, file)) { Loop = context.Properties.Flag("weir.sflow.file.loop", false) };
        await using WeirHost host = await WeirHost.StartAsync(context, play, cancel);
        await host.WaitForStopAsync(cancel);
        return ExitCode.Success;
    }
}
