using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Analytics;

namespace Weir.Server.Composition;

/// <summary>Who changed what: one log line each, and one line of JSON in <c>audit.jsonl</c>.</summary>
/// <remarks>
/// A thread of its own writes the file, so that a slow disk holds up nobody. Up to 10,000 entries wait; what comes while the queue is
/// full misses the file (not the log) and is counted. At 10 MB the file becomes <c>audit.1.jsonl</c>, which replaces the one before.
/// </remarks>
public sealed partial class AuditLog : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const long DefaultMaxBytes = 10 << 20;

    private readonly ILogger _log;
    private readonly string _path;
    private readonly string _oldPath;
    private readonly long _maxBytes;
    private readonly Channel<AuditEntry> _queue = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Task _writer;
    private long _written;
    private long _dropped;
    private bool _failed;

    /// <summary>Opens the log; the file is made by the first entry.</summary>
    /// <param name="directory">Where the file lies.</param>
    /// <param name="log">Where the log lines go.</param>
    /// <param name="maxBytes">Size at which a new file is begun.</param>
    public AuditLog(string directory, ILogger log, long maxBytes = DefaultMaxBytes)
    {
        _log = log;
        _maxBytes = maxBytes;
        _path = Path.Combine(directory, "audit.jsonl");
        _oldPath = Path.Combine(directory, "audit.1.jsonl");
        _writer = Task.Run(WriteAllAsync);
    }

    /// <summary>Told every entry, on the thread of whoever notes it; must not wait.</summary>
    public Action<AuditEntry>? Noted { get; init; }

    /// <summary>Entries in the file.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Entries that missed the file because the queue was full or the disk refused.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Notes a change, or that one was refused.</summary>
    public void Note(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        LogEntry(entry.Who, entry.Action, entry.Target, entry.Result);
        Noted?.Invoke(entry);
        if (!_queue.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes out what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAllAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            List<AuditEntry> batch = [];
            while (batch.Count < Capacity && _queue.Reader.TryRead(out AuditEntry? entry))
            {
                batch.Add(entry);
            }

            Append(batch);
        }
    }

    private void Append(List<AuditEntry> batch)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            if (new FileInfo(_path) is { Exists: true } file && file.Length >= _maxBytes)
            {
                File.Move(_path, _oldPath, overwrite: true);
            }

            AppendLines(string.Concat(batch.Select(entry => JsonSerializer.Serialize(entry, WeirJson.Options) + "\n")));
            Interlocked.Add(ref _written, batch.Count);
            _failed = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _dropped, batch.Count);
            if (!_failed)
            {
                LogFailed(_path, e.Message);
            }

            _failed = true;
        }
    }

    private void AppendLines(string lines)
    {
        using FileStream file = new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > 0)
        {
            // What a crash or a full disk cut short becomes a line of its own: it must not take the next one with it.
            file.Seek(-1, SeekOrigin.End);
            lines = file.ReadByte() == '\n' ? lines : "\n" + lines;
        }

        file.Write(Encoding.UTF8.GetBytes(lines));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit: {Who} {Action} {Target}: {Result}")]
    private partial void LogEntry(string who, string action, string target, string result);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit file {Path} cannot be written: {Reason}")]
    private partial void LogFailed(string path, string reason);
}
