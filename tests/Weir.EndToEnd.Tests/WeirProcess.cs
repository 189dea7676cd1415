using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Weir.EndToEnd.Tests;

/// <summary>A real Weir process with a home directory of its own, on free loopback ports.</summary>
internal sealed class WeirProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private WeirProcess(Process process, string home)
    {
        _process = process;
        Home = home;
        Http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Home { get; }

    public HttpClient Http { get; }

    public int SFlowPort { get; private set; }

    public int HttpPort { get; private set; }

    public IEnumerable<string> Log => _log;

    public int ProcessId => _process.Id;

    /// <summary>Starts <c>serve</c> and waits until it listens.</summary>
    /// <param name="definitions">Properties, each <c>name=value</c>.</param>
    /// <param name="prepare">Puts files into the home directory first.</param>
    /// <param name="environment">Value of <c>RTPROP</c>.</param>
    /// <param name="verb">Verb and its arguments, when it is not <c>serve</c>; then nobody waits for an sFlow port.</param>
    public static Task<WeirProcess> ServeAsync(IEnumerable<string> definitions, Action<string>? prepare = null, string? environment = null, params string[] verb) =>
        ServeAsync(null, definitions, prepare, environment, verb);

    /// <summary>Starts <c>serve</c> with its data folder on a file system of that size of its own.</summary>
    /// <param name="size">As <c>mount</c> takes it.</param>
    /// <param name="definitions">Properties, each <c>name=value</c>.</param>
    public static Task<WeirProcess> ServeOnSmallDiskAsync(string size, params string[] definitions) => ServeAsync(size, definitions, home => Directory.CreateDirectory(Path.Combine(home, "data")), null, []);

    private static async Task<WeirProcess> ServeAsync(string? size, IEnumerable<string> definitions, Action<string>? prepare, string? environment, string[] verb)
    {
        string home = Directory.CreateTempSubdirectory("weir-e2e-").FullName;
        prepare?.Invoke(home);
        string[] properties = [$"weir.data={Path.Combine(home, "data")}", "http.port=0", "sflow.port=0", .. definitions];
        WeirProcess weir = new(Launch(home, [.. verb, .. properties.Select(p => "-D" + p)], environment, size), home);
        weir.Pump(weir._process.StandardOutput);
        weir.Pump(weir._process.StandardError);
        string http = await weir.WaitForLogAsync("Listening, HTTP port ");
        weir.HttpPort = PortIn(http);
        weir.Http.BaseAddress = new Uri($"http://127.0.0.1:{weir.HttpPort}/");
        if (verb.Length == 0 && !properties.Any(p => p.StartsWith("sflow.file=", StringComparison.Ordinal)))
        {
            weir.SFlowPort = PortIn(await weir.WaitForLogAsync("Listening, sFlow port "));
        }

        return weir;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        string home = Directory.CreateTempSubdirectory("weir-e2e-").FullName;
        (int, string, string) result = await RunInAsync(home, arguments);
        Directory.Delete(home, recursive: true);
        return result;
    }

    /// <summary>Runs a verb to its end in a home directory that is there.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunInAsync(string home, params string[] arguments)
    {
        using Process process = Launch(home, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits for a log line that holds <paramref name="text"/>, from the start of the log.</summary>
    public async Task<string> WaitForLogAsync(string text, TimeSpan? patience = null)
    {
        using CancellationTokenSource limit = new(patience ?? Patience);
        while (true)
        {
            string? found = _log.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal));
            if (found is not null)
            {
                return found;
            }

            if (_process.HasExited && _arrived.CurrentCount == 0)
            {
                Assert.Fail($"Weir ended with {_process.ExitCode} before it logged '{text}':\n{string.Join('\n', _log)}");
            }

            try
            {
                await _arrived.WaitAsync(TimeSpan.FromMilliseconds(200), limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Weir did not log '{text}':\n{string.Join('\n', _log)}");
            }
        }
    }

    /// <summary>Asks until the answer satisfies, or fails with the last answer.</summary>
    public async Task<JsonElement> WaitForJsonAsync(string path, Func<JsonElement, bool> satisfies, TimeSpan? patience = null)
    {
        Stopwatch waited = Stopwatch.StartNew();
        JsonElement answer = default;
        while (waited.Elapsed < (patience ?? Patience))
        {
            answer = await Http.GetFromJsonAsync<JsonElement>(path);
            if (satisfies(answer))
            {
                return answer;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"GET {path} never satisfied; last answer: {answer}\nlog:\n{string.Join('\n', _log)}");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM first: a clean stop is part of the contract.
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(15));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        Http.Dispose();
        _arrived.Dispose();
        Directory.Delete(Home, recursive: true);
    }

    /// <summary>Asks the process to stop and waits until it has.</summary>
    /// <param name="signal">Name of the signal, such as <c>TERM</c>.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using CancellationTokenSource limit = new(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends the process as a power cut would, or, without its scripts, as a crash would.</summary>
    public async Task KillAsync(bool withScripts = true)
    {
        _process.Kill(entireProcessTree: withScripts);
        await _process.WaitForExitAsync();
    }

    private static Process Launch(string home, IReadOnlyList<string> arguments, string? environment = null, string? diskSize = null)
    {
        // The server's own program, copied beside the tests by the project reference.
        string program = Path.Combine(AppContext.BaseDirectory, "weir.dll");
        string[] onSmallDisk = ["unshare", "-rm", "sh", "-c", $"mount -t tmpfs -o size={diskSize} none \"$0\" && exec \"$@\"", Path.Combine(home, "data")];
        string[] command = [.. diskSize is null ? [] : onSmallDisk, "dotnet", program, .. arguments];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["WEIR_HOME"] = home;
        start.Environment["RTPROP"] = environment ?? "";
        return Process.Start(start)!;
    }

    // "Listening, HTTP port 8008 on 127.0.0.1": the number behind the word.
    private static int PortIn(string line) => int.Parse(line.Split(" port ")[1].Split(' ')[0], CultureInfo.InvariantCulture);

    private void Pump(StreamReader reader) => _ = Task.Run(async () =>
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            _arrived.Release();
        }
    });
}
