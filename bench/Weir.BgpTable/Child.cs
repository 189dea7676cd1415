using System.Diagnostics;

namespace Weir.BgpTable;

/// <summary>A daemon started for the run, and short commands.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    public Child(string file, params string[] arguments)
    {
        if (!File.Exists(file))
        {
            throw new BenchException($"{file} is missing");
        }

        // What it says is of no interest as long as the table arrives.
        _process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Runs a command to its end.</summary>
    public static async Task<string> RunAsync(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }

    /// <summary>Waits until something holds, asking as often as told.</summary>
    public static async Task UntilAsync(string what, TimeSpan every, Func<Task<bool>> holds)
    {
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(every);
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchException($"{what} did not happen within {Patience.TotalMinutes} minutes");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
