using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Chaos;

/// <summary>The process that is killed: the delivery part alone, or the whole program; always on the same port and data.</summary>
public sealed class Target : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ProcessStartInfo _start;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Process? _process;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="data">Data folder.</param>
    /// <param name="properties">Properties as <c>name=value</c>.</param>
    /// <param name="program">Path of <c>weir.dll</c>; null takes the delivery part alone.</param>
    public Target(string data, IEnumerable<string> properties, string? program)
    {
        int port = FreePort(SocketType.Stream);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        _start.ArgumentList.Add(program ?? typeof(Target).Assembly.Location);
        if (program is null)
        {
            _start.ArgumentList.Add("engine");
        }

        // A home of its own: no configuration but the one given here.
        _start.Environment["WEIR_HOME"] = data;

        foreach (string property in (string[])[$"http.port={port}", $"sflow.port={FreePort(SocketType.Dgram)}", $"weir.data={data}", .. properties])
        {
            _start.ArgumentList.Add("-D" + property);
        }
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        _process = Process.Start(_start) ?? throw new InvalidOperationException("dotnet cannot be started");
        _process.OutputDataReceived += static (_, _) => { };
        List<string> said = [];
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.Add(line.Data ?? "");
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        long start = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(cancel))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"the engine does not start: {string.Join('\n', said)}");
            }

            await Task.Delay(20, cancel);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancel);
            process.Dispose();
            _process = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        _http.Dispose();
    }

    private static int FreePort(SocketType type)
    {
        using Socket socket = new(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(Url, "version"), cancel);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }
}
