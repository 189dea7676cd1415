using System.Diagnostics;

namespace Weir.Testing;

/// <summary>Opens pages in Chromium without a window.</summary>
public static class Chromium
{
    /// <summary>Why a test was skipped.</summary>
    public const string Missing = "chromium (Debian package chromium) is not installed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>True when the program can be found.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "chromium")));

    /// <summary>The page as markup, after its scripts have run for four seconds of its own clock.</summary>
    public static async Task<string> ReadPageAsync(Uri url, CancellationToken cancel)
    {
        string profile = Directory.CreateTempSubdirectory("weir-chromium-").FullName;
        ProcessStartInfo start = new("chromium") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", $"--user-data-dir={profile}",
            "--virtual-time-budget=4000", "--dump-dom", url.ToString(),
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("chromium did not start");
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            string page = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return page.Length > 0 ? page : throw new InvalidOperationException($"chromium: {await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            Directory.Delete(profile, recursive: true);
        }
    }
}
