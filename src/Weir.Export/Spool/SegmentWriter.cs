namespace Weir.Export.Spool;

/// <summary>Appends to the newest segment. What it says is written is on the medium. Used by one thread.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly ISpoolDisk _disk;
    private readonly FileStream _file;

    private SegmentWriter(ISpoolDisk disk, FileStream file, Segment segment)
    {
        _disk = disk;
        _file = file;
        Segment = segment;
    }

    public Segment Segment { get; }

    public bool IsEmpty => Segment.Length == SegmentHeader.Size;

    /// <summary>Makes a segment whose first record will have that sequence.</summary>
    public static SegmentWriter Create(SpoolState state, long first)
    {
        string path = Path.Combine(state.Options.Directory, SegmentCatalog.FileName(first));
        SegmentHeader header = new(first, state.Clock.NowMs, state.Time.GetUtcNow().ToUnixTimeMilliseconds());
        FileStream file = state.Disk.Open(path, FileMode.Create);
        try
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
            header.Write(bytes);
            state.Disk.Write(file, bytes, 0);
            state.Disk.Sync(file);
            state.Disk.SyncFolder(state.Options.Directory);
        }
        catch (IOException)
        {
            // A full disk gives a file without a header, which is of no use to anybody.
            file.Dispose();
            state.Disk.Delete(path);
            throw;
        }

        return new SegmentWriter(state.Disk, file, new Segment(path, first, header.CreatedMs));
    }

    /// <summary>Goes on with a segment that was found intact up to its length.</summary>
    public static SegmentWriter Resume(ISpoolDisk disk, Segment segment) => new(disk, disk.Open(segment.Path, FileMode.Open), segment);

    /// <summary>Writes records and waits for the medium. When it throws, nothing is known of the file behind its length.</summary>
    /// <returns>The segment's length with the records in it, which is the caller's to publish.</returns>
    public long Append(ReadOnlySpan<byte> records)
    {
        _disk.Write(_file, records, Segment.Length);
        _disk.Sync(_file);
        return Segment.Length + records.Length;
    }

    /// <summary>Takes back what a failed <see cref="Append"/> may have left, as far as the disk lets it.</summary>
    public void TryCut()
    {
        try
        {
            _disk.Truncate(_file, Segment.Length);
        }
        catch (IOException)
        {
            // Then the sequences of the next segment hide it.
        }
    }

    public void Dispose() => _file.Dispose();
}
