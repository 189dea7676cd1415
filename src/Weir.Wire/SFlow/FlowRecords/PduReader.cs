namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Walks the frames of an 802.11 aggregate, each described by flow records of its own (sFlow v5, <c>pdu&lt;&gt;</c>).</summary>
public ref struct PduReader
{
    private const int MinimumPduSize = 4;

    private XdrReader _reader;
    private int _left;

    internal PduReader(ReadOnlySpan<byte> pdus, int count)
    {
        _reader = new XdrReader(pdus);
        _left = count;
    }

    /// <summary>Reads the records of the next frame; false at the end or when a length reaches past the bytes.</summary>
    public bool TryRead(out RecordReader records)
    {
        if (_left > 0 && TrySkipPdu(ref _reader, out records))
        {
            _left--;
            return true;
        }

        _left = 0;
        records = default;
        return false;
    }

    /// <summary>Finds the end of the list; false when a count or length reaches past the bytes.</summary>
    internal static bool TrySkipAll(scoped ref XdrReader reader, out int count)
    {
        bool whole = reader.TryReadCount(MinimumPduSize, out count);
        for (int i = 0; whole && i < count; i++)
        {
            whole = TrySkipPdu(ref reader, out _);
        }

        return whole;
    }

    private static bool TrySkipPdu(scoped ref XdrReader reader, out RecordReader records)
    {
        records = default;
        if (!reader.TryReadCount(RecordReader.MinimumRecordSize, out int count))
        {
            return false;
        }

        records = new RecordReader(reader.Rest, count, DecodeError.None);
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt32(out _) || !reader.TryReadOpaque(out _))
            {
                return false;
            }
        }

        return true;
    }
}
