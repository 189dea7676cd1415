namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Walks the segments of an AS path (sFlow v5, <c>as_path_type</c>).</summary>
public ref struct AsPathReader
{
    private XdrReader _reader;
    private int _left;

    internal AsPathReader(ReadOnlySpan<byte> segments, int count)
    {
        _reader = new XdrReader(segments);
        _left = count;
    }

    /// <summary>Reads the next segment; false at the end.</summary>
    public bool TryRead(out AsPathSegment segment)
    {
        segment = default;
        if (_left == 0 || !_reader.TryReadUInt32(out uint type) || !UInt32List.TryRead(ref _reader, out UInt32List numbers))
        {
            _left = 0;
            return false;
        }

        _left--;
        segment = new AsPathSegment { Type = (AsPathSegmentType)type, Numbers = numbers };
        return true;
    }
}
