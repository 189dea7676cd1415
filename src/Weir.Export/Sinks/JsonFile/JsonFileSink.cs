using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Weir.Export.Events;
using Weir.Export.Http;
using Weir.Export.Spool;

namespace Weir.Export.Sinks.JsonFile;

/// <summary>Writes events as lines of JSON, schema version 1, into a file that is rotated by size and age.</summary>
/// <remarks>
/// A batch counts as delivered once it is on the disk (fsync). When Weir ended between the write and the note of it, the batch comes again: the
/// file's end is read when it is opened, half a line is cut off, and events whose ids stand there already are passed over until the first that does not.
/// A write that failed is taken back, so that what the system only remembers is not mistaken for what lies on the disk. Before each batch the file at
/// the path is compared with the one that is open: somebody else's rotation puts it aside, removes or empties it.
/// </remarks>
public sealed class JsonFileSink : IEventSink
{
    private const int MaxItems = 2_000;
    private const int MaxBatch = 4_000_000;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(2);

    private readonly JsonFileOptions _options;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly SpoolDisk _disk = new();
    private HashSet<string>? _written;
    private FileStream? _file;
    private long _end;
    private DateTime _began;
    private bool _isNameSynced;

    /// <summary>A sink; opens nothing yet.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock for the age of the file.</param>
    public JsonFileSink(JsonFileOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _folder = options.Path.Length == 0 ? "." : Path.GetDirectoryName(Path.GetFullPath(options.Path)) ?? "/";
        Limits = new SinkLimits { MaxItems = MaxItems, MaxBytes = (int)Math.Min(MaxBatch, options.MaxSize) };
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancel.ThrowIfCancellationRequested();
        try
        {
            FileStream file = _file is { } open && IsAsWeLeftIt(open.SafeFileHandle) ? open : await OpenWithIdsAsync(cancel);
            ReadOnlyMemory<byte> lines = Lines(batch);
            await AppendAsync(IsFull(lines.Length) ? Rotate() : file, lines, cancel);
            return SendResult.Accepted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TakeBack();
            return e is UnauthorizedAccessException or DirectoryNotFoundException
                ? SendResult.Misconfigured(HttpVerdict.Line(e.Message))
                : SendResult.Retry(HttpVerdict.Line(e.Message));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>False when the path names another file than ours by now, or somebody shortened ours or wrote into it.</summary>
    private bool IsAsWeLeftIt(SafeFileHandle ours)
    {
        try
        {
            using SafeFileHandle there = File.OpenHandle(_options.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(there) == _end
                && RandomAccess.GetLength(ours) == _end
                && File.GetCreationTimeUtc(there) == File.GetCreationTimeUtc(ours);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<FileStream> OpenWithIdsAsync(CancellationToken cancel)
    {
        Close();
        Directory.CreateDirectory(_folder);
        FileStream file = Open();
        using (await AloneAsync(file.SafeFileHandle, cancel))
        {
            _written = FileTail.Mend(file);
        }

        _end = RandomAccess.GetLength(file.SafeFileHandle);
        if (_written.Count < FileTail.MaxIds)
        {
            // The batch may have been the first behind a rotation, or the last before it.
            _written.UnionWith(FileTail.Read(Older(1)));
        }

        return file;
    }

    private FileStream Open()
    {
        FileStreamOptions how = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = _options.Mode;
        }

        FileStream file = new(_options.Path, how);
        _file = file;
        if (!file.CanSeek)
        {
            throw new IOException($"'{_options.Path}' is no regular file");
        }

        AppendMode.Set(file.SafeFileHandle);
        _end = RandomAccess.GetLength(file.SafeFileHandle);
        _isNameSynced = false;

        // Where the file system knows no time of creation, age counts from here.
        DateTime now = _time.GetUtcNow().UtcDateTime;
        DateTime created = File.GetCreationTimeUtc(file.SafeFileHandle);
        _began = created < now ? created : now;
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

    private bool IsFull(int more)
    {
        bool isOld = _options.MaxAge > TimeSpan.Zero && _time.GetUtcNow().UtcDateTime - _began >= _options.MaxAge;
        return _end > 0 && more > 0 && (isOld || _end + more > _options.MaxSize);
    }

    private async Task AppendAsync(FileStream file, ReadOnlyMemory<byte> lines, CancellationToken cancel)
    {
        using (await AloneAsync(file.SafeFileHandle, cancel))
        {
            RandomAccess.Write(file.SafeFileHandle, lines.Span, _end);
        }

        RandomAccess.FlushToDisk(file.SafeFileHandle);
        SyncName();
        _end += lines.Length;
    }

    // Nothing of the batch stands in the file yet, and what others wrote meanwhile is theirs: without the lock it is closed as it is.
    private async Task<AppendMode.Hold> AloneAsync(SafeFileHandle file, CancellationToken cancel)
    {
        long began = _time.GetTimestamp();
        AppendMode.Hold hold;
        while (!AppendMode.TryAlone(file, out hold))
        {
            if (cancel.IsCancellationRequested || _time.GetElapsedTime(began) >= LockPatience)
            {
                Close();
                cancel.ThrowIfCancellationRequested();
                throw new IOException($"'{_options.Path}' is locked by another program");
            }

            await Task.Delay(LookAgain, _time, CancellationToken.None);
        }

        return hold;
    }

    private void SyncName()
    {
        if (_isNameSynced)
        {
            return;
        }

        try
        {
            _disk.SyncFolder(_folder);
        }
        catch (IOException)
        {
            // Not every file system can sync a folder, nor may everybody open it. The events themselves are on the disk.
        }

        _isNameSynced = true;
    }

    private FileStream Rotate()
    {
        Close();
        int last = _options.MaxFiles - 1;
        for (int i = Math.Max(1, last); File.Exists(Older(i)); i++)
        {
            // Those beyond the last stem from a time when more were kept.
            File.Delete(Older(i));
        }

        if (last == 0)
        {
            File.Delete(_options.Path);
        }

        for (int i = last - 1; i >= 0; i--)
        {
            if (File.Exists(Older(i)))
            {
                File.Move(Older(i), Older(i + 1), overwrite: true);
            }
        }

        return Open();
    }

    private string Older(int number) => number == 0 ? _options.Path : string.Create(CultureInfo.InvariantCulture, $"{_options.Path}.{number}");

    private void TakeBack()
    {
        try
        {
            if (_file is { } file && RandomAccess.GetLength(file.SafeFileHandle) > _end)
            {
                RandomAccess.SetLength(file.SafeFileHandle, _end);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // What stands there half is mended when the file is opened again.
        }

        Close();
    }

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
