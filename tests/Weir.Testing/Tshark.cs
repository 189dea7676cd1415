using System.Diagnostics;

namespace Weir.Testing;

/// <summary>Runs tshark, an independent decoder, as an oracle.</summary>
public static class Tshark
{
    /// <summary>Why a test was skipped.</summary>
    public const string Missing = "tshark (Debian package tshark) is not installed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>True when the program can be found.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "tshark")));

    /// <summary>Reads fields of every packet of a file: one row per packet, one list of values per field.</summary>
    /// <param name="path">The capture.</param>
    /// <param name="options">Preferences, as <c>-o</c> takes them, and other arguments.</param>
    /// <param name="fields">Field names.</param>
    public static IReadOnlyList<string[][]> ReadFields(string path, IEnumerable<string> options, IReadOnlyList<string> fields)
    {
        ProcessStartInfo start = new("tshark") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] fixedArguments = ["-n", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "aggregator=;", "-E", "occurrence=a"];
        foreach (string argument in fixedArguments.Concat(options).Concat(fields.SelectMany(field => new[] { "-e", field })))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("tshark did not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"tshark on {path} took longer than {Patience}");
        }

        if (process.ExitCode != 0 && output.Result.Length == 0)
        {
            throw new InvalidOperationException($"tshark: {errors.Result}");
        }

        return [.. output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t').Select(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries)).ToArray())];
    }
}
