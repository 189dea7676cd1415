namespace Weir.Export.Spool;

/// <summary>One file of the spool.</summary>
/// <param name="path">Its file.</param>
/// <param name="first">Least sequence that may be in it; the next segment's first is above all of them.</param>
/// <param name="createdMs">The spool's own clock when it was made.</param>
internal sealed class Segment(string path, long first, long createdMs)
{
    public const string Extension = ".segment";

    private readonly Lock _gate = new();

    // Shared: written by the spool's thread, read by readers.
    private long _length = SegmentHeader.Size;

    // Guarded by the gate.
    private long _corruptPlaces;

    public string Path => path;

    public long First => first;

    public long CreatedMs => createdMs;

    /// <summary>Bytes that are on the medium; always the end of a record.</summary>
    public long Length
    {
        get => Volatile.Read(ref _length);
        set => Volatile.Write(ref _length, value);
    }

    /// <summary>Notes how many damaged places somebody found, who read from the begin of the segment.</summary>
    /// <returns>How many of them nobody had found before.</returns>
    public long NoteCorrupt(long places)
    {
        lock (_gate)
        {
            long fresh = Math.Max(0, places - _corruptPlaces);
            _corruptPlaces += fresh;
            return fresh;
        }
    }
}
