using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Weir.Testing.Servers;

/// <summary>A real server as a child process, with its data in a folder of its own; both are gone when it is disposed.</summary>
/// <remarks>It is ended by its own id and with its children, never by its name.</remarks>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int KeptLines = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Queue<string> _output = new();
    private Process? _process;

    /// <summary>Makes the folder; nothing runs yet.</summary>
    public ServerProcess() => Folder = Directory.CreateTempSubdirectory("weir-server-").FullName;

    /// <summary>Where the server keeps everything.</summary>
    public string Folder { get; }

    /// <summary>The last lines it said, for the message of a failing test.</summary>
    public string Tail
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>True while it runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>True when a program is in the path, or in the administrator's folders that may be missing from it.</summary>
    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(["/usr/sbin", "/sbin"]).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>Ports on loopback that were free a moment ago, all different.</summary>
    public static int[] FreePorts(int count)
    {
        HashSet<int> ports = [];
        while (ports.Count < count)
        {
            ports.Add(FreePort.On(IPAddress.Loopback));
        }

        return [.. ports];
    }

    /// <summary>Path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Starts the program.</summary>
    /// <param name="program">Program in the path.</param>
    /// <param name="arguments">Arguments.</param>
    /// <param name="environment">Variables beside those of the test.</param>
    public void Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder,
        };
        start.Environment["PATH"] = start.Environment["PATH"] + ":/usr/sbin:/sbin";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs a short command to its end and gives what it said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = start.Environment["PATH"] + ":/usr/sbin:/sbin";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancel);
        string output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {output}{await errors}");
    }

    /// <summary>Waits until the server is ready.</summary>
    /// <param name="isReady">Asked again and again; a fault of the network means not yet.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; with its last words.</exception>
    public async Task WhenReadyAsync(Func<Task<bool>> isReady, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(isReady);
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (!await IsTrueAsync(isReady))
        {
            if (!IsRunning || TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"the server {(IsRunning ? "is not ready" : "has ended")}:\n{Tail}");
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Ends it at once and waits for its end.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            using CancellationTokenSource limit = new(Patience);
            await process.WaitForExitAsync(limit.Token);
        }
    }

    /// <summary>Asks it to end (SIGTERM) and waits for its end.</summary>
    public async Task TerminateAsync(CancellationToken cancel)
    {
        if (_process is { HasExited: false } process)
        {
            await RunAsync("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], cancel);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Patience);
            await process.WaitForExitAsync(limit.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A child that is slow to end still writes; the folder is in the temporary one.
        }
    }

    private static async Task<bool> IsTrueAsync(Func<Task<bool>> isReady)
    {
        try
        {
            return await isReady();
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Enqueue(line);
                if (_output.Count > KeptLines)
                {
                    _output.Dequeue();
                }
            }
        }
    }
}
