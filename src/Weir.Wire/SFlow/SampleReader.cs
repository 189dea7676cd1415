namespace Weir.Wire.SFlow;

/// <summary>Walks the samples of a datagram, always advancing by the declared length (sFlow v5, <c>sample_record</c>).</summary>
public ref struct SampleReader
{
    private XdrReader _reader;
    private int _left;

    /// <summary>Starts at the first sample.</summary>
    /// <param name="body">The datagram behind its sample count.</param>
    /// <param name="count">Samples announced; already checked against the bytes.</param>
    public SampleReader(ReadOnlySpan<byte> body, int count)
    {
        _reader = new XdrReader(body);
        _left = count;
        Error = DecodeError.None;
    }

    /// <summary>Why the walk ended early; <see cref="DecodeError.None"/> while all is well.</summary>
    public DecodeError Error { get; private set; }

    /// <summary>Bytes behind the last sample; some agents send stale ones, which is harmless.</summary>
    public readonly int TrailingBytes => _left == 0 && Error == DecodeError.None ? _reader.Remaining : 0;

    /// <summary>Reads the next sample; false at the end or when the datagram is cut short.</summary>
    public bool TryRead(out Sample sample)
    {
        sample = default;
        if (_left == 0)
        {
            return false;
        }

        _left--;
        if (!_reader.TryReadUInt32(out uint tag) || !_reader.TryReadUInt32(out uint length) || length > (uint)_reader.Remaining)
        {
            Error = DecodeError.SampleTruncated;
            _left = 0;
            return false;
        }

        sample = new Sample(tag, _reader.Rest[..(int)length]);
        _reader.TrySkip((int)length);
        return true;
    }
}
