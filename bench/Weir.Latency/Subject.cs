using System.Diagnostics;
using System.Globalization;

namespace Weir.Latency;

/// <summary>The Weir that is measured: a process of its own on free loopback ports.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _home;

    private Subject(Process process, string home)
    {
        _process = process;
        _home = home;
    }

    public int SFlowPort { get; private set; }

    public static async Task<Subject> StartAsync(string receiver)
    {
        string home = Directory.CreateTempSubdirectory("weir-latency-").FullName;
        string script = Path.Combine(AppContext.BaseDirectory, "latency.js");
        ProcessStartInfo start = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "weir.dll"), "-Dhttp.port=0", "-Dsflow.port=0",
            $"-Dweir.data={home}", $"-Dscript.file={script}", $"-Dlatency.url={receiver}",
        ])
        {
            WorkingDirectory = home,
            RedirectStandardError = true,
        };
        start.Environment["WEIR_HOME"] = home;
        Subject subject = new(Process.Start(start)!, home);
        while (await subject._process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("sFlow port", StringComparison.Ordinal))
            {
                subject.SFlowPort = int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
            }

            if (line.Contains("latency.js started", StringComparison.Ordinal))
            {
                _ = subject._process.StandardError.ReadToEndAsync();
                return subject;
            }
        }

        throw new InvalidOperationException("Weir ended before its script had started.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }
}
