using System.Buffers;

namespace Weir.Export.Spool;

/// <summary>Walks through the records of a segment, whatever is in it.</summary>
/// <remarks>
/// A record counts when its CRC is right and its sequence lies between the last one and the next segment's first. Anything else is skipped byte
/// by byte to the next marker, so that damage costs the records it hit and no other. One buffer of 512 kB from the pool. Used by one caller at a time.
/// </remarks>
internal sealed class SegmentScanner : IDisposable
{
    private const int BufferSize = 2 * EventLimitsBytes;
    private const int EventLimitsBytes = Events.EventLimits.MaxEventBytes;

    private readonly ISegmentBytes _source;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private long _offset = SegmentHeader.Size;
    private long _last;
    private long _lastBefore;
    private int _lastSize;
    private bool _isSkipping;

    /// <summary>A scanner that stands in front of the first record.</summary>
    /// <param name="source">The segment; disposed with the scanner.</param>
    /// <param name="first">Least sequence that may be in it.</param>
    public SegmentScanner(ISegmentBytes source, long first)
    {
        _source = source;
        _last = first - 1;
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    }

    /// <summary>Where the last record that was read ends, from the begin of the file.</summary>
    public long ValidEnd { get; private set; } = SegmentHeader.Size;

    /// <summary>Places where something was skipped.</summary>
    public int CorruptPlaces { get; private set; }

    /// <summary>Bytes that were skipped.</summary>
    public long CorruptBytes { get; private set; }

    private ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads the next record.</summary>
    /// <param name="limit">Where the segment ends, from the begin of the file; records that reach beyond are damaged.</param>
    /// <param name="upper">The next segment's first sequence.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="payload">Its payload, until the next call.</param>
    /// <returns>False when there is no further record up to the limit; with a larger limit it goes on.</returns>
    public bool TryNext(long limit, long upper, out long sequence, out ReadOnlySpan<byte> payload)
    {
        while (Fill(SpoolRecord.HeaderSize, limit))
        {
            if (SpoolRecord.TryReadHeader(Available, out int size, out sequence) && sequence > _last
                && Fill(size, limit) && SpoolRecord.IsIntact(Available[..size]))
            {
                if (sequence >= upper)
                {
                    // What a failed commit left: the next segment holds what was accepted under that number.
                    break;
                }

                payload = Available[SpoolRecord.HeaderSize..size];
                _lastBefore = _last;
                _last = sequence;
                _lastSize = size;
                _isSkipping = false;
                Advance(size);
                ValidEnd = _offset;
                return true;
            }

            Skip();
        }

        sequence = 0;
        payload = default;
        return false;
    }

    /// <summary>Makes the record that was just read the next one again.</summary>
    public void Unread()
    {
        Advance(-_lastSize);
        _last = _lastBefore;
        _lastSize = 0;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _source.Dispose();
        }
    }

    private void Advance(int bytes)
    {
        _start += bytes;
        _offset += bytes;
    }

    private void Skip()
    {
        if (!_isSkipping)
        {
            _isSkipping = true;
            CorruptPlaces++;
        }

        // A marker may begin in the last three bytes.
        int next = Available[1..].IndexOf(SpoolRecord.Marker);
        int skip = next >= 0 ? next + 1 : Math.Max(1, Available.Length - SpoolRecord.Marker.Length + 1);
        CorruptBytes += skip;
        Advance(skip);
    }

    // True when so many bytes are in the buffer.
    private bool Fill(int bytes, long limit)
    {
        if (_end - _start >= bytes)
        {
            return _offset + bytes <= limit;
        }

        if (_offset + bytes > limit)
        {
            return false;
        }

        Available.CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < bytes)
        {
            int room = (int)Math.Min(BufferSize - _end, limit - _offset - _end);
            int read = _source.Read(_offset + _end, _buffer.AsSpan(_end, room));
            if (read <= 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
