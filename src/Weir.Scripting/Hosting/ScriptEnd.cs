using System.Globalization;
using System.Text.Json;

namespace Weir.Scripting.Hosting;

/// <summary>Why a script's process ended.</summary>
/// <param name="ExitCode">Exit status; 128 plus the number of the signal that ended it.</param>
/// <param name="Reason">In words, for the log.</param>
internal sealed record ScriptEnd(int ExitCode, string Reason)
{
    /// <summary>The host's exit status when the script could not be loaded (scripthost/host.js).</summary>
    public const int LoadFailed = 78;

    /// <summary>Stands for the exit status of a process that could not be started.</summary>
    public const int NotStarted = -1;

    private const int Abort = 134; // V8 aborts when the heap is full.

    /// <summary>Puts the exit status and what the watchdog wrote down into words.</summary>
    /// <param name="exitCode">Exit status.</param>
    /// <param name="report">The watchdog's file, which need not exist.</param>
    /// <param name="silent">True when it was ended for not answering.</param>
    /// <param name="memoryMb">Its heap limit.</param>
    public static ScriptEnd Explain(int exitCode, string report, bool silent, int memoryMb)
    {
        string? written = Read(report);
        string reason = exitCode switch
        {
            _ when written is not null => written,
            _ when silent => "does not answer",
            LoadFailed => "could not be loaded",
            Abort => string.Create(CultureInfo.InvariantCulture, $"out of memory (weir.script.memory is {memoryMb} MB)"),
            > 128 => string.Create(CultureInfo.InvariantCulture, $"ended by signal {exitCode - 128}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"ended with exit status {exitCode}"),
        };
        return new ScriptEnd(exitCode, reason);
    }

    private static string? Read(string report)
    {
        if (!File.Exists(report))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(report));
            JsonElement root = document.RootElement;
            if (root.GetProperty("reason").GetString() == "memory")
            {
                return string.Create(CultureInfo.InvariantCulture, $"out of memory ({root.GetProperty("bytes").GetDouble() / 1e6:F0} MB in use)");
            }

            string place = root.TryGetProperty("file", out JsonElement file) ? $"{file.GetString()}:{root.GetProperty("line").GetInt32()}" : "an unknown place";
            return string.Create(CultureInfo.InvariantCulture, $"stuck at {place} for {root.GetProperty("seconds").GetDouble():0.#} s");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            return "ended by its watchdog";
        }
    }
}
