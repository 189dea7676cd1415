using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Export.Delivery;

namespace Weir.Export.Configuration;

/// <summary>The configured sinks, from file and properties: read at start, and again whenever the file or a file with a secret changes.</summary>
/// <remarks>
/// What was read is taken whole or not at all: with anything wrong the sinks that run go on as they are, and <see cref="Problems"/> says why. A file that
/// vanishes after it had sinks is taken for a mistake, for it would forget what still waits for them; an empty file removes them.
/// </remarks>
public sealed partial class SinkConfiguration : IAsyncDisposable
{
    private readonly SinkConfigurationOptions _options;
    private readonly DeliveryService _delivery;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _hadFile;

    // Shared: replaced by a load, read by everyone.
    private volatile IReadOnlyList<Diagnostic> _problems = [];
    private volatile IReadOnlyList<SinkDefinition> _read = [];
    private string _taken = "";

    /// <summary>Reads nothing yet.</summary>
    public SinkConfiguration(SinkConfigurationOptions options, DeliveryService delivery)
    {
        _options = options;
        _delivery = delivery;
    }

    /// <summary>What is wrong with the configuration as it stands now; empty when it runs.</summary>
    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <summary>Reads the definitions without making sinks of them; for commands that need no running service.</summary>
    /// <param name="options">Where.</param>
    /// <param name="problems">Where everything that is wrong is added.</param>
    public static IReadOnlyList<SinkDefinition> Read(SinkConfigurationOptions options, List<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? text = ReadFile(options, problems);
        ReadMetrics(options, text, problems);
        return Parse(options, text, problems);
    }

    /// <summary>Reads and takes the configuration now.</summary>
    /// <returns>Everything that is wrong, for the caller to tell; then nothing was changed.</returns>
    /// <exception cref="IOException">The folder of delivery or the spool refuse.</exception>
    public async Task<IReadOnlyList<Diagnostic>> LoadAsync(CancellationToken cancel)
    {
        await _loading.WaitAsync(cancel);
        try
        {
            List<Diagnostic> problems = [];
            string? text = ReadFile(_options, problems);
            if (text is null && _hadFile)
            {
                problems.Add(new Diagnostic(_options.DisplayName, "is gone; its sinks run on. An empty file removes them"));
            }

            IReadOnlyList<SinkDefinition> read = Parse(_options, text, problems);
            Action? takeMetrics = ReadMetrics(_options, text, problems);
            _taken = StampOf(text, read);
            _read = read;
            _problems = problems.Count > 0 ? await CompleteAsync(read, problems) : await _delivery.ApplyAsync(read, cancel);
            if (_problems.Count == 0)
            {
                _hadFile = text is not null;
                takeMetrics?.Invoke();
                LogTaken(_options.Logger, read.Count);
            }

            return _problems;
        }
        catch (IOException)
        {
            // Not a matter of the file: the watch tries again.
            _taken = "";
            throw;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Begins to look for changes.</summary>
    public void Watch() => _watching = WatchAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        _loading.Dispose();
    }

    private static string? ReadFile(SinkConfigurationOptions options, List<Diagnostic> problems)
    {
        try
        {
            if (new FileInfo(options.File) is { Exists: true, Length: > SinkFile.MaxBytes })
            {
                problems.Add(new Diagnostic(options.DisplayName, FormattableString.Invariant($"is larger than {SinkFile.MaxBytes} bytes")));
                return "";
            }

            return File.ReadAllText(options.File, Encoding.UTF8);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Diagnostic(options.DisplayName, $"cannot be read: {e.Message}"));
            return "";
        }
    }

    private static Action? ReadMetrics(SinkConfigurationOptions options, string? text, List<Diagnostic> problems) =>
        options.Metrics?.Invoke(text is null ? null : SinkFile.ReadMetrics(text, options.DisplayName), problems);

    private static IReadOnlyList<SinkDefinition> Parse(SinkConfigurationOptions options, string? text, List<Diagnostic> problems) =>
    [
        .. text is null ? [] : SinkFile.Read(text, options.DisplayName, problems),
        .. SinkProperties.Read(options.Properties, options.Types, problems),
    ];

    // Secrets are part of it: a token that is renewed in its file is taken up like any other change.
    private static string StampOf(string? text, IReadOnlyList<SinkDefinition> read) => $"{text}\n{string.Join(',', read.Select(d => d.Fingerprint()))}";

    /// <summary>All problems at once: those of reading, and those of the sinks that could be read.</summary>
    private async Task<IReadOnlyList<Diagnostic>> CompleteAsync(IReadOnlyList<SinkDefinition> read, List<Diagnostic> problems) =>
        [.. problems, .. await _delivery.CheckAsync(read)];

    private async Task WatchAsync()
    {
        await Task.Yield();
        using PeriodicTimer timer = new(_options.Interval, _options.Time);
        string seen = "";
        while (await TickAsync(timer))
        {
            try
            {
                string now = StampOf(ReadFile(_options, []), _read);
                bool isSettled = now == seen;
                seen = now;
                if (now != _taken && isSettled)
                {
                    if (await LoadAsync(_stop.Token) is { Count: > 0 } problems)
                    {
                        LogRefused(_options.Logger, string.Join("; ", problems));
                    }
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The disk of the spool refuses: looked at again with the next tick.
                _problems = [new Diagnostic(_options.DisplayName, $"could not be taken: {e.Message}")];
                LogRefused(_options.Logger, e.Message);
                seen = "";
                _taken = "";
            }
        }
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sinks configured: {Count}")]
    private static partial void LogTaken(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The configuration of sinks is not taken, what ran before runs on: {Problems}")]
    private static partial void LogRefused(ILogger logger, string problems);
}
