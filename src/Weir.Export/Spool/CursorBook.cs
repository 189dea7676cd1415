namespace Weir.Export.Spool;

/// <summary>The places of all readers, in memory and on disk. Safe from any thread.</summary>
/// <remarks>
/// Two files are written in turn, each with a generation and a checksum: the newer one that is intact counts, so that a crash in the middle of a write costs
/// that write. A file is written over in place and keeps its size, so that places are kept on a full disk too, and a write costs one fdatasync.
/// </remarks>
internal sealed class CursorBook : IDisposable
{
    /// <summary>Most readers, seen or not; more are a mistake.</summary>
    public const int MaxReaders = 1_024;

    // Room for some two hundred sinks before a file must grow.
    private const int FileSize = 16_384;
    private static readonly string[] FileNames = ["cursors.a", "cursors.b"];

    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private readonly ISpoolDisk _disk;
    private readonly FileStream[] _files;

    // Guarded by the gate.
    private readonly Dictionary<string, ReaderPlace> _places;
    private bool _isDirty;

    // Guarded by the writing lock.
    private long _generation;

    private CursorBook(ISpoolDisk disk, FileStream[] files, Dictionary<string, ReaderPlace> places, long generation)
    {
        _disk = disk;
        _files = files;
        _places = places;
        _generation = generation;
    }

    /// <summary>True when there were places on disk and none of them could be read.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>The highest place of any reader; 0 without readers.</summary>
    public long Highest
    {
        get
        {
            lock (_gate)
            {
                return _places.Count == 0 ? 0 : _places.Values.Max(one => one.Committed);
            }
        }
    }

    /// <summary>The lowest place of any reader; null without readers.</summary>
    public long? Lowest
    {
        get
        {
            lock (_gate)
            {
                return _places.Count == 0 ? null : _places.Values.Min(one => one.Committed);
            }
        }
    }

    /// <summary>Every reader's name and place.</summary>
    public IReadOnlyList<KeyValuePair<string, ReaderPlace>> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _places.OrderBy(one => one.Key, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Reads what is there.</summary>
    public static CursorBook Open(string folder, ISpoolDisk disk)
    {
        Dictionary<string, ReaderPlace>? newest = null;
        long generation = 0;
        bool hadAny = false;
        List<FileStream> files = [];
        try
        {
            foreach (string name in FileNames)
            {
                FileStream file = disk.Open(Path.Combine(folder, name), FileMode.OpenOrCreate);
                files.Add(file);
                byte[] bytes = ReadAll(file);
                hadAny |= bytes.AsSpan().ContainsAnyExcept((byte)0);
                if (CursorText.TryRead(bytes, out long found, out Dictionary<string, ReaderPlace> places) && (newest is null || found > generation))
                {
                    (newest, generation) = (places, found);
                }
            }

            disk.SyncFolder(folder);
            return new CursorBook(disk, [.. files], newest ?? new(StringComparer.Ordinal), generation) { IsDamaged = hadAny && newest is null };
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>True when the places are on disk and every reader has come to the end: none moves before there is another event.</summary>
    /// <param name="end">Sequence of the newest event that readers can have.</param>
    public bool IsSettled(long end)
    {
        lock (_gate)
        {
            if (_isDirty)
            {
                return false;
            }

            foreach (ReaderPlace place in _places.Values)
            {
                if (place.Committed < end)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public bool TryGet(string name, out ReaderPlace place)
    {
        lock (_gate)
        {
            return _places.TryGetValue(name, out place);
        }
    }

    /// <summary>Sets a reader's place; on disk with the next <see cref="Flush"/>.</summary>
    public void Set(string name, ReaderPlace place)
    {
        lock (_gate)
        {
            if (_places.Count >= MaxReaders && !_places.ContainsKey(name))
            {
                throw new InvalidOperationException($"more than {MaxReaders} readers");
            }

            _places[name] = place;
            _isDirty = true;
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
        {
            _isDirty |= _places.Remove(name);
        }
    }

    /// <summary>Writes the places when they changed; throws <see cref="IOException"/>, and they count as changed again.</summary>
    /// <returns>True when something was written.</returns>
    public bool Flush()
    {
        lock (_writing)
        {
            List<KeyValuePair<string, ReaderPlace>> places;
            lock (_gate)
            {
                if (!_isDirty)
                {
                    return false;
                }

                places = [.. _places];
                _isDirty = false;
            }

            try
            {
                byte[] text = CursorText.Write(_generation + 1, places);
                Array.Resize(ref text, Math.Max(text.Length, FileSize));
                FileStream file = _files[(_generation + 1) % _files.Length];
                _disk.Write(file, text, 0);
                _disk.Sync(file);
                _generation++;
                return true;
            }
            catch
            {
                lock (_gate)
                {
                    _isDirty = true;
                }

                throw;
            }
        }
    }

    public void Dispose()
    {
        foreach (FileStream file in _files)
        {
            file.Dispose();
        }
    }

    // A file larger than any that was written is cut short and found damaged.
    private static byte[] ReadAll(FileStream file)
    {
        byte[] bytes = new byte[Math.Min(file.Length, 4 * 1024 * 1024)];
        int length = 0;
        int read;
        while (length < bytes.Length && (read = RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(length), length)) > 0)
        {
            length += read;
        }

        return bytes[..length];
    }
}
