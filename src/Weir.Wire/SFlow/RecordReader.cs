namespace Weir.Wire.SFlow;

/// <summary>Walks the records of a sample, always advancing by the declared length, padded to 4 (sFlow v5, <c>flow_record</c>).</summary>
public ref struct RecordReader
{
    /// <summary>Bytes the smallest record takes: tag and length.</summary>
    public const int MinimumRecordSize = 8;

    private XdrReader _reader;
    private int _left;

    /// <summary>Starts at the first record.</summary>
    /// <param name="body">The sample behind its record count.</param>
    /// <param name="count">Records announced; already checked against the bytes.</param>
    /// <param name="error">What is already known to be wrong with the count.</param>
    public RecordReader(ReadOnlySpan<byte> body, int count, DecodeError error)
    {
        _reader = new XdrReader(body);
        _left = count;
        Error = error;
    }

    /// <summary>What went wrong so far.</summary>
    public DecodeError Error { get; private set; }

    /// <summary>Reads the record count and positions on the first record.</summary>
    public static RecordReader Start(scoped ref XdrReader sample)
    {
        if (sample.TryReadCount(MinimumRecordSize, out int count))
        {
            return new RecordReader(sample.Rest, count, DecodeError.None);
        }

        // The claim is wrong, the records that are there are still read.
        sample.TrySkip(4);
        return new RecordReader(sample.Rest, sample.Remaining / MinimumRecordSize, DecodeError.RecordCountTooLarge);
    }

    /// <summary>Reads the next record; false at the end or when the sample is cut short.</summary>
    public bool TryRead(out Record record)
    {
        record = default;
        if (_left == 0)
        {
            return false;
        }

        _left--;
        if (!_reader.TryReadUInt32(out uint tag) || !_reader.TryReadUInt32(out uint length) || length > (uint)_reader.Remaining)
        {
            Error = DecodeError.RecordTruncated;
            _left = 0;
            return false;
        }

        int offset = _reader.Position;
        record = new Record(tag, _reader.Rest[..(int)length], offset);

        // The last record may lack its padding: skip what is there.
        _reader.TrySkip(Math.Min((int)((length + 3) & ~3u), _reader.Remaining));
        return true;
    }
}
