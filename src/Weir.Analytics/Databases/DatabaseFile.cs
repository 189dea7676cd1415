namespace Weir.Analytics.Databases;

/// <summary>A file that the operator brings and may replace while we run: read at start, and again when it has changed on disk.</summary>
/// <remarks>A file that cannot be read again leaves the one before in force. Shared: written by <see cref="Refresh"/> one at a time, read by anyone.</remarks>
/// <typeparam name="T">What it is read into; immutable.</typeparam>
internal sealed class DatabaseFile<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Func<byte[], (T? Read, string? Problem)> _read;
    private volatile T? _current;
    private (DateTime Written, long Length) _stamp;

    /// <summary>Stores the settings; nothing is read before <see cref="Refresh"/>.</summary>
    /// <param name="property">Property that names the file, for messages.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="read">Reads its bytes; gives what is wrong with them.</param>
    public DatabaseFile(string property, string? path, Func<byte[], (T? Read, string? Problem)> read)
    {
        Property = property;
        Path = path;
        _read = read;
    }

    /// <summary>Property that names the file.</summary>
    public string Property { get; }

    /// <summary>The file; null for none.</summary>
    public string? Path { get; }

    /// <summary>What was read last; null before that, or without a file.</summary>
    public T? Current => _current;

    /// <summary>Reads the file when it has changed since it was read last.</summary>
    /// <param name="problem">Why it could not be read; null when it could, or there was nothing to do.</param>
    /// <returns>True when <see cref="Current"/> is new.</returns>
    public bool Refresh(out string? problem)
    {
        problem = null;
        if (Path is null)
        {
            return false;
        }

        lock (_gate)
        {
            try
            {
                FileInfo file = new(Path);
                (DateTime, long) stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : throw new FileNotFoundException("does not exist");
                if (stamp == _stamp)
                {
                    return false;
                }

                if (file.Length > MmdbFile.MostBytes)
                {
                    problem = $"is larger than {MmdbFile.MostBytes >> 20} MB";
                    return false;
                }

                (T? read, problem) = _read(File.ReadAllBytes(Path));
                if (read is null)
                {
                    return false;
                }

                // The stamp was taken before reading: a file that changed meanwhile is read once more the next time.
                _current = read;
                _stamp = stamp;
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problem = e.Message;
                return false;
            }
        }
    }
}
