using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Analytics;

namespace Weir.Scripting.Hosting;

/// <summary>
/// One run of one script: a Node.js process, the thread that answers its calls and the pump that feeds it.
/// The call thread owns both FIFOs; the pump owns standard input. Neither knows what the messages mean.
/// </summary>
internal sealed class ScriptProcess : IAsyncDisposable
{
    private static readonly TimeSpan SilenceBeyondTimeout = TimeSpan.FromSeconds(10); // The watchdog inside comes first.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cadence = TimeSpan.FromSeconds(1);

    private readonly ScriptFile _file;
    private readonly ScriptOptions _options;
    private readonly ScriptDeliveries _deliveries;
    private readonly ScriptOutput _output;
    private readonly IScriptOwner _owner;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _callsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AnswerLine _answers;
    private readonly Func<Action<ReadOnlyMemory<byte>>> _promise;
    private readonly ScriptPipes _pipes = new();
    private readonly Process _process = new();
    private Stream[] _streams = []; // Our ends of its standard streams.
    private long _lastSeen; // Shared: written by the call thread, read by the liveness check.
    private int _inCall; // Shared: 1 while a call is being answered.
    private bool _silent;

    public ScriptProcess(ScriptFile file, ScriptOptions options, ScriptDeliveries deliveries, ScriptOutput output, IScriptOwner owner, TimeProvider time)
    {
        _file = file;
        _options = options;
        _deliveries = deliveries;
        _output = output;
        _owner = owner;
        _time = time;
        _answers = new AnswerLine(WriteDown);
        _promise = _answers.Promise;
        _lastSeen = time.GetTimestamp();
    }

    /// <summary>Cancelled when the process has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Runs the process until it ends, by itself or because <paramref name="stop"/> was cancelled.</summary>
    /// <param name="wrap">Object that holds the API; null for the global scope.</param>
    /// <param name="inspect">Address for Node's inspector; null for none.</param>
    /// <param name="stop">Asks the script to end; it is killed when it does not.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">Node.js is not there.</exception>
    public async Task<ScriptEnd> RunAsync(string? wrap, string? inspect, CancellationToken stop)
    {
        _process.StartInfo = StartInfo(wrap, inspect);
        _process.Start();
        _streams = [_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream, _process.StandardError.BaseStream];
        new Thread(ServeCalls) { IsBackground = true, Name = $"script {_file.Id}" }.Start();
        Task[] output =
        [
            _output.CopyAsync(_process.StandardOutput, "info"),
            _output.CopyAsync(_process.StandardError, "warning"),
        ];
        Task pump = PumpAsync();
        Task watch = WatchAsync(inspect is null);
        await WaitForExitAsync(stop);
        await _ended.CancelAsync();
        _pipes.ReleaseHolders();
        await Task.WhenAny(Task.WhenAll(output), Task.Delay(Cadence, _time, CancellationToken.None));
        await Task.WhenAll(pump, watch, _callsEnded.Task);
        return ScriptEnd.Explain(_process.ExitCode, Path.Combine(_pipes.Directory, "report"), _silent, _options.MemoryMb);
    }

    /// <summary>Puts a request to the script while it waits for the answer of its own call; false when it does not.</summary>
    public bool TryNest(byte[] request)
    {
        using FrameBuffer frame = new();
        frame.Start('q').WriteRawValue(request, skipInputValidation: true);
        return _answers.TryNest(frame.Finish());
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _pipes.Dispose();
        foreach (Stream stream in _streams)
        {
            // A child that the script left behind may hold the other end for as long as it lives.
            await stream.DisposeAsync();
        }

        _process.Dispose();
        _ended.Dispose();
    }

    private ProcessStartInfo StartInfo(string? wrap, string? inspect)
    {
        ProcessStartInfo info = new(_options.NodePath)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = _pipes.Directory,
        };
        info.Environment.Remove("NODE_OPTIONS"); // Settings of some other Node.js program are not the script's.
        info.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={_options.MemoryMb}"));
        if (inspect is not null)
        {
            info.ArgumentList.Add($"--inspect={inspect}");
        }

        info.ArgumentList.Add(Path.GetFullPath(_options.HostFile));
        info.ArgumentList.Add(Settings(wrap, inspect is null));
        return info;
    }

    private string Settings(string? wrap, bool watched) => JsonSerializer.Serialize(
        new
        {
            script = _file.Path,
            name = _file.Id,
            up = _pipes.UpPath,
            down = _pipes.DownPath,
            cwd = Path.GetFullPath(_options.WorkingDirectory),
            home = Path.GetFullPath(_options.HomeDirectory),
            report = Path.Combine(_pipes.Directory, "report"),
            timeoutMs = watched ? (long)_options.Timeout.TotalMilliseconds : 0,
            maxResidentBytes = ((2L * _options.MemoryMb) + 512) * 1024 * 1024, // Buffers live outside of the heap.
            wrap,
            runcmd = _options.AllowRunCmd,
        },
        WeirJson.Options);

    private async Task WaitForExitAsync(CancellationToken stop)
    {
        try
        {
            await _process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            _deliveries.TrySend(_deliveries.Generation, 'X', "0"u8.ToArray());
            using CancellationTokenSource patience = new(Farewell, _time);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private async Task PumpAsync()
    {
        using FrameBuffer frame = new();
        try
        {
            while (true)
            {
                await _deliveries.WaitAsync(Ended);
                while (_deliveries.TryNext(frame))
                {
                    await _process.StandardInput.BaseStream.WriteAsync(frame.Finish(), Ended);
                    await _process.StandardInput.BaseStream.FlushAsync(Ended);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The process is gone, which its exit tells in full.
        }
    }

    // The watchdog inside the process finds stuck handlers. This is for a process that has lost even that.
    private async Task WatchAsync(bool watched)
    {
        using PeriodicTimer timer = new(Cadence, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(Ended))
            {
                _deliveries.Ping();
                TimeSpan silence = _time.GetElapsedTime(Interlocked.Read(ref _lastSeen));
                if (watched && _options.Timeout > TimeSpan.Zero && silence > _options.Timeout + SilenceBeyondTimeout && Volatile.Read(ref _inCall) == 0 && !_answers.IsWaiting)
                {
                    _silent = true;
                    Kill();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process is gone.
        }
    }

    private void ServeCalls()
    {
        using FrameBuffer reply = new();
        FrameReader calls = new(_pipes.Up);
        try
        {
            while (calls.TryRead(out char type, out ReadOnlyMemory<byte> payload))
            {
                _pipes.ReleaseHolders();
                Interlocked.Exchange(ref _lastSeen, _time.GetTimestamp());
                Serve(type, payload, reply);
            }
        }
        catch (Exception e)
        {
            // Only our own host writes here, so this is a script that found the FIFO and wrote into it, or a fault of ours.
            _output.Write("warning", $"its channel to the engine broke: {e.Message}");
            Kill();
        }
        finally
        {
            _callsEnded.TrySetResult();
        }
    }

    private void Serve(char type, ReadOnlyMemory<byte> payload, FrameBuffer reply)
    {
        switch (type)
        {
            case 'c':
                Answer(payload, reply);
                break;
            case 'm':
                _answers.EndNested();
                break;
            case 'h':
                _owner.Responded(payload);
                break;
            default:
                _owner.Notified(payload);
                break;
        }
    }

    private void Answer(ReadOnlyMemory<byte> call, FrameBuffer reply)
    {
        Volatile.Write(ref _inCall, 1);
        ReadOnlyMemory<byte> answer = _owner.Answer(call, reply, _promise, Ended);
        Volatile.Write(ref _inCall, 0);
        if (!answer.IsEmpty)
        {
            _answers.Send(answer);
        }
    }

    private void WriteDown(ReadOnlyMemory<byte> frame)
    {
        try
        {
            _pipes.Down.Write(frame.Span);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone, which its exit tells in full.
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself meanwhile.
        }
    }
}
