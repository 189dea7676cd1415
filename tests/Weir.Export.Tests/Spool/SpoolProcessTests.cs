using System.Diagnostics;
using System.Globalization;
using Weir.Export.Spool;
using Weir.SpoolLoad;

namespace Weir.Export.Tests.Spool;

/// <summary>The spool in another process: killed at random moments, and on a disk that is really full.</summary>
public class SpoolProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>10 kills; WEIR_SPOOL_KILLS=100 for the long form.</summary>
    [Fact]
    public async Task Kill_AtRandomMoments_LosesNothingThatWasAccepted()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("WEIR_SPOOL_KILLS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 10;
        using SpoolFolder folder = new();
        Random random = new(17);
        long acknowledged = 0;
        for (int i = 0; i < kills; i++)
        {
            acknowledged = Math.Max(acknowledged, await WriteAndKillAsync(folder.Path, acknowledged + 1, random.Next(1, 4_000)));
            await using EventSpool spool = folder.Open();
            List<SpooledEvent> all = SpoolFolder.All(spool);
            Assert.True(all.Count >= acknowledged, $"kill {i}: {all.Count} events of {acknowledged} that were accepted");

            // In order, each once: what was in flight may be there as well, and came again under its own id.
            Assert.Equal(Enumerable.Range(1, all.Count).Select(number => LoadOptions.Event(number).Id), SpoolFolder.Ids(all));
            Assert.Equal(0, spool.Statistics.CorruptPlaces);
        }
    }

    [Fact]
    public async Task DiskReallyFull_ThenRoomAgain_NothingIsMissing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a small file system needs root");
        using SpoolFolder folder = new();
        string program = Path.Combine(AppContext.BaseDirectory, "Weir.SpoolLoad.dll");
        string script = $"mount -t tmpfs -o size=4m tmpfs '{folder.Path}' || exit 77; exec dotnet exec '{program}' fill '{folder.Path}'";
        using Process process = Start("unshare", "-m", "sh", "-c", script);
        using CancellationTokenSource patience = new(Patience);
        string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        string errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.SkipWhen(process.ExitCode is 77 or 1 && errors.Contains("permitted", StringComparison.Ordinal), $"no small file system here: {errors}");
        Assert.True(process.ExitCode == 0, errors);
        Assert.Contains("No space left on device", output, StringComparison.Ordinal);
    }

    // Returns the highest number of which the writer said that it was accepted.
    private static async Task<long> WriteAndKillAsync(string folder, long from, int lines)
    {
        string first = from.ToString(CultureInfo.InvariantCulture);
        using Process process = Start("dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Weir.SpoolLoad.dll"), "write", folder, "--from", first, "--events", "1000000");
        using CancellationTokenSource patience = new(Patience);
        long acknowledged = 0;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                acknowledged = Math.Max(acknowledged, long.Parse(line, CultureInfo.InvariantCulture));
                if (lines-- == 0)
                {
                    process.Kill();
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Assert.True(lines < 0, $"the writer ended by itself: {await process.StandardError.ReadToEndAsync(patience.Token)}");
        return acknowledged;
    }

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }
}
