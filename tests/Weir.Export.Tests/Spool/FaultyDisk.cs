using System.Collections.Concurrent;
using Weir.Export.Spool;

namespace Weir.Export.Tests.Spool;

/// <summary>The real disk without its syncs, which matter to a power cut alone, and with faults put in: full, refusing to sync, slow.</summary>
internal sealed class FaultyDisk : ISpoolDisk
{
    private const int NoSpace = 28;
    private const int InputOutput = 5;
    private readonly SpoolDisk _disk = new();

    /// <summary>Held while a sync runs, so that a test can hold commits up.</summary>
    public ManualResetEventSlim MaySync { get; } = new(true);

    /// <summary>True while segments take no more bytes: a write puts half of them there, as a full disk does.</summary>
    public bool IsFull { get; set; }

    /// <summary>True while no sync succeeds; what was written stays.</summary>
    public bool CannotSync { get; set; }

    /// <summary>True while nothing can be cut.</summary>
    public bool CannotCut { get; set; }

    public int SegmentSyncs { get; private set; }

    /// <summary>Threads that asked anything of the disk.</summary>
    public ConcurrentDictionary<int, bool> Threads { get; } = new();

    public FileStream Open(string path, FileMode mode)
    {
        Note();
        return _disk.Open(path, mode);
    }

    public void Write(FileStream file, ReadOnlySpan<byte> bytes, long offset)
    {
        Note();
        if (IsFull && IsSegment(file))
        {
            _disk.Write(file, bytes[..(bytes.Length / 2)], offset);
            throw new IOException("No space left on device", NoSpace);
        }

        _disk.Write(file, bytes, offset);
    }

    public void Truncate(FileStream file, long length)
    {
        Note();
        if (CannotCut)
        {
            throw new IOException("Input/output error", InputOutput);
        }

        _disk.Truncate(file, length);
    }

    public void Sync(FileStream file)
    {
        Note();
        if (IsSegment(file))
        {
            SegmentSyncs++;
            MaySync.Wait();
            if (CannotSync)
            {
                throw new IOException("Input/output error", InputOutput);
            }
        }
    }

    public void SyncFolder(string folder) => Note();

    public void Delete(string path)
    {
        Note();
        _disk.Delete(path);
    }

    private void Note() => Threads.TryAdd(Environment.CurrentManagedThreadId, true);

    private static bool IsSegment(FileStream file) => file.Name.EndsWith(Segment.Extension, StringComparison.Ordinal);
}
