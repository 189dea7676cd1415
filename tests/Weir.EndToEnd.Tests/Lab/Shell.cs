using System.Diagnostics;

namespace Weir.EndToEnd.Tests.Lab;

/// <summary>Runs programs of the system to their end.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Finds a program on the path or in the folders of the administrator.</summary>
    public static bool Has(string program)
    {
        string folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        return folders.Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
    }

    /// <summary>Runs a program and throws with its output unless it succeeds.</summary>
    public static void Run(string program, params string[] arguments)
    {
        (int status, string output) = Execute(program, arguments);
        if (status != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {status}: {output}");
        }
    }

    /// <summary>Runs a program whose failure does not matter: cleaning up.</summary>
    public static void TryRun(string program, params string[] arguments) => Execute(program, arguments);

    private static (int Status, string Output) Execute(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "it did not end");
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
