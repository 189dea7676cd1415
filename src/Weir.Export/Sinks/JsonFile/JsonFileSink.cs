using System.Buffers;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>Writes events as lines of JSON, schema version 1, into a file that is rotated by size.</summary>
/// <remarks>
/// A batch counts as delivered once it is on the disk (fsync). When Weir ended between the write and the note of it, the batch comes again: the
/// file's end is read when it is opened, half a line is cut off, and events whose ids stand there already are passed over until the first that does not.
/// </remarks>
public sealed class JsonFileSink : IEventSink
{
    private readonly JsonFileOptions _options;
    private HashSet<string>? _written;
    private FileStream? _file;

    /// <summary>A sink; opens nothing yet.</summary>
    public JsonFileSink(JsonFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = FileTail.MaxIds, MaxBytes = 4_000_000 };

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancel.ThrowIfCancellationRequested();
        try
        {
            FileStream file = Open();
            ReadOnlyMemory<byte> lines = Lines(batch);
            if (file.Length > 0 && file.Length + lines.Length > _options.MaxSize && lines.Length > 0)
            {
                file = Rotate();
            }

            file.Write(lines.Span);
            file.Flush(flushToDisk: true);
            return Task.FromResult(SendResult.Accepted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was written of the batch is read again from the file's end, so that it is not written twice.
            Close();
            return Task.FromResult(e is UnauthorizedAccessException or DirectoryNotFoundException
                ? SendResult.Misconfigured(HttpVerdict.Line(e.Message))
                : SendResult.Retry(HttpVerdict.Line(e.Message)));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private FileStream Open()
    {
        // Somebody else's rotation takes the file away below us; what we would write then nobody would find.
        if (_file is { } open && File.Exists(_options.Path))
        {
            return open;
        }

        Close();
        if (Path.GetDirectoryName(Path.GetFullPath(_options.Path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        FileStream file = new(_options.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _file = file;
        _written = FileTail.Read(file);
        if (_written.Count < FileTail.MaxIds && File.Exists(Older(1)))
        {
            // The batch may have been the first behind a rotation, or the last before it.
            using FileStream before = new(Older(1), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            _written.UnionWith(FileTail.Read(before));
        }

        return file;
    }

    private ReadOnlyMemory<byte> Lines(IReadOnlyList<WeirEvent> batch)
    {
        ArrayBufferWriter<byte> lines = new(batch.Count * 400);
        foreach (WeirEvent item in batch)
        {
            if (_written?.Contains(item.Id) == true)
            {
                continue;
            }

            // Events come in order: behind the first new one all are new.
            _written = null;
            EventJson.Write(item, lines);
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }

    private FileStream Rotate()
    {
        Close();
        File.Delete(Older(_options.MaxFiles - 1));
        for (int i = _options.MaxFiles - 2; i >= 0; i--)
        {
            if (File.Exists(Older(i)))
            {
                File.Move(Older(i), Older(i + 1), overwrite: true);
            }
        }

        _file = new FileStream(_options.Path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        return _file;
    }

    private string Older(int number) => number == 0 ? _options.Path : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_options.Path}.{number}");

    private void Close()
    {
        FileStream? file = _file;
        _file = null;
        _written = null;
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // A disk that refuses to close has refused the write before, which was reported.
        }
    }
}
