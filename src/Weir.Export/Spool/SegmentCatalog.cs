using System.Globalization;

namespace Weir.Export.Spool;

/// <summary>The segments there are, oldest first. Safe from any thread.</summary>
internal sealed class SegmentCatalog
{
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly List<Segment> _segments = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _segments.Count;
            }
        }
    }

    /// <summary>Bytes of all.</summary>
    public long TotalBytes
    {
        get
        {
            lock (_gate)
            {
                return _segments.Sum(one => one.Length);
            }
        }
    }

    /// <summary>The segment that is written to; null in a spool without any.</summary>
    public Segment? Newest
    {
        get
        {
            lock (_gate)
            {
                return _segments.Count == 0 ? null : _segments[^1];
            }
        }
    }

    /// <summary>The file name of a segment, which sorts by its first sequence.</summary>
    public static string FileName(long first) => first.ToString("D20", CultureInfo.InvariantCulture) + Segment.Extension;

    /// <summary>The least sequence that may still be there.</summary>
    /// <param name="otherwise">What to say of a spool without segments.</param>
    public long FirstSequence(long otherwise)
    {
        lock (_gate)
        {
            return _segments.Count == 0 ? otherwise : _segments[0].First;
        }
    }

    /// <summary>Adds the newest segment. It takes the place of one that begins with the same sequence: that one holds no event.</summary>
    public void Add(Segment segment)
    {
        lock (_gate)
        {
            _segments.RemoveAll(one => one.First == segment.First);
            _segments.Add(segment);
        }
    }

    /// <summary>Takes a segment out; its file is the caller's to remove.</summary>
    public void Remove(Segment segment)
    {
        lock (_gate)
        {
            _segments.Remove(segment);
        }
    }

    /// <summary>The oldest segment and the first sequence behind it, when there is one behind it.</summary>
    public bool TryOldestSealed(out Segment? oldest, out Segment? next)
    {
        lock (_gate)
        {
            bool found = _segments.Count > 1;
            oldest = found ? _segments[0] : null;
            next = found ? _segments[1] : null;
            return found;
        }
    }

    /// <summary>The segment in which a sequence is, or else the first one behind it.</summary>
    /// <param name="sequence">Sequence that is wanted.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="upper">First sequence behind the segment; <see cref="long.MaxValue"/> for the newest.</param>
    public bool TryFind(long sequence, out Segment? segment, out long upper)
    {
        lock (_gate)
        {
            int at = _segments.FindLastIndex(one => one.First <= sequence);
            at = Math.Max(0, at);
            segment = _segments.Count == 0 ? null : _segments[at];
            upper = at + 1 < _segments.Count ? _segments[at + 1].First : long.MaxValue;
            return segment is not null;
        }
    }
}
