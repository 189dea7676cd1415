using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>Reads events from segments, from a sequence on, over damage and removed segments. Used by one caller at a time.</summary>
internal sealed class SpoolScan : IDisposable
{
    private readonly SpoolState _state;
    private readonly Action<long, long>? _onGap;
    private readonly List<Diagnostic> _problems = [];
    private SegmentScanner? _scanner;
    private Segment? _segment;

    /// <summary>A scan.</summary>
    /// <param name="state">The spool.</param>
    /// <param name="from">First sequence that is wanted.</param>
    /// <param name="onGap">Told of sequences, from and to, that are not there any more.</param>
    public SpoolScan(SpoolState state, long from, Action<long, long>? onGap)
    {
        _state = state;
        _onGap = onGap;
        Next = from;
    }

    /// <summary>The next sequence that is wanted.</summary>
    public long Next { get; private set; }

    /// <summary>Reads what there is.</summary>
    /// <param name="durable">The last sequence on disk, taken before the call.</param>
    /// <param name="most">Most events.</param>
    /// <param name="mostBytes">Most bytes of JSON; a single larger event is given alone.</param>
    /// <param name="into">Where they go.</param>
    public void Read(long durable, int most, long mostBytes, List<SpooledEvent> into)
    {
        long bytes = 0;
        while (Next <= durable && into.Count < most)
        {
            if (!_state.Catalog.TryFind(Next, out Segment? segment, out long upper))
            {
                Skip(durable);
                return;
            }

            if (!TryOpen(segment!, out bool isGone))
            {
                if (!isGone)
                {
                    // The disk may think better of it: nothing is lost yet.
                    return;
                }

                // A segment that was removed since is no longer in the catalog: the next look finds the one behind it.
                if (_state.Catalog.TryFind(Next, out Segment? again, out _) && again == segment)
                {
                    Skip(Math.Min(durable, upper - 1));
                }

                continue;
            }

            Skip(Math.Min(durable, segment!.First - 1));
            if (!ReadSegment(segment, upper, most, mostBytes, into, ref bytes))
            {
                return;
            }

            // Read to the end: what is missing up to the next segment is damaged.
            if (Next <= durable && into.Count < most)
            {
                Skip(Math.Min(durable, upper - 1));
            }
        }
    }

    public void Dispose() => Close();

    // False when the next event would be too much.
    private bool ReadSegment(Segment segment, long upper, int most, long mostBytes, List<SpooledEvent> into, ref long bytes)
    {
        while (into.Count < most)
        {
            bool found = _scanner!.TryNext(segment.Length, upper, out long sequence, out ReadOnlySpan<byte> payload);
            _state.NoteCorrupt(segment, _scanner.CorruptPlaces);
            if (!found)
            {
                break;
            }

            if (sequence < Next)
            {
                continue;
            }

            bytes += payload.Length;
            if (bytes > mostBytes && into.Count > 0)
            {
                _scanner.Unread();
                return false;
            }

            Skip(sequence - 1);
            Take(sequence, payload, into);
        }

        return true;
    }

    private void Take(long sequence, ReadOnlySpan<byte> payload, List<SpooledEvent> into)
    {
        _problems.Clear();
        if (EventJson.TryRead(payload, out WeirEvent? item, _problems))
        {
            into.Add(new SpooledEvent(sequence, item!, payload.Length));
            Next = sequence + 1;
        }
        else
        {
            Interlocked.Increment(ref _state.Counters.Unreadable);
            Skip(sequence);
        }
    }

    private void Skip(long to)
    {
        if (to >= Next)
        {
            _onGap?.Invoke(Next, to);
            Next = to + 1;
        }
    }

    private bool TryOpen(Segment segment, out bool isGone)
    {
        isGone = false;
        if (_segment == segment)
        {
            return true;
        }

        Close();
        try
        {
            _scanner = new SegmentScanner(new SegmentFile(segment.Path), segment.First);
            _segment = segment;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            isGone = e is FileNotFoundException;
            return false;
        }
    }

    private void Close()
    {
        _scanner?.Dispose();
        _scanner = null;
        _segment = null;
    }
}
