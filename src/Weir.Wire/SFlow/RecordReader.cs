using System.Runtime.CompilerServices;

namespace Weir.Wire.SFlow;

/// <summary>Walks the records of a sample, always advancing by the declared length, padded to 4 (sFlow v5, <c>flow_record</c>).</summary>
/// <remarks>A record that is damaged inside costs no other: only a length that reaches past the sample ends the walk.</remarks>
public ref struct RecordReader
{
    /// <summary>Bytes the smallest record takes: tag and length.</summary>
    public const int MinimumRecordSize = 8;

    private readonly ReadOnlySpan<byte> _body;
    private int _position;
    private int _left;

    /// <summary>Starts at the first record.</summary>
    /// <param name="body">The sample behind its record count.</param>
    /// <param name="count">Records announced; already checked against the bytes.</param>
    /// <param name="error">What is already known to be wrong with the count.</param>
    public RecordReader(ReadOnlySpan<byte> body, int count, DecodeError error)
    {
        _body = body;
        _position = 0;
        _left = count;
        Error = error;
    }

    /// <summary>What went wrong so far.</summary>
    public DecodeError Error { get; private set; }

    /// <summary>Reads the record count and positions on the first record.</summary>
    public static RecordReader Start(scoped ref XdrReader sample)
    {
        if (sample.Remaining < 4)
        {
            return new RecordReader(default, 0, DecodeError.RecordCountTooLarge);
        }

        return StartAt(sample.Rest, 0);
    }

    /// <summary>Reads the record count at <paramref name="offset"/>, which lies inside the sample, and positions on the first record.</summary>
    internal static RecordReader StartAt(ReadOnlySpan<byte> sample, int offset)
    {
        XdrReader reader = new(sample[offset..]);
        if (reader.TryReadCount(MinimumRecordSize, out int count))
        {
            return new RecordReader(reader.Rest, count, DecodeError.None);
        }

        // The claim is wrong, the records that are there are still read.
        ReadOnlySpan<byte> body = sample[(offset + 4)..];
        return new RecordReader(body, body.Length / MinimumRecordSize, DecodeError.RecordCountTooLarge);
    }

    /// <summary>Reads the next record; false at the end or when the sample is cut short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out Record record)
    {
        if (_left > 0)
        {
            ReadOnlySpan<byte> rest = _body[_position..];
            if (rest.Length >= MinimumRecordSize)
            {
                uint length = XdrField.UInt32(rest, 4);
                if (length <= (uint)(rest.Length - MinimumRecordSize))
                {
                    record = new Record(XdrField.UInt32(rest, 0), rest.Slice(MinimumRecordSize, (int)length), _position + MinimumRecordSize);

                    // The last record may lack its padding: step over what is there.
                    _position = Math.Min(_position + MinimumRecordSize + (((int)length + 3) & ~3), _body.Length);
                    _left--;
                    return true;
                }
            }

            End();
        }

        record = default;
        return false;
    }

    /// <summary>Ends the walk inside the sample. Where the count was impossible anyway, running out of records is expected.</summary>
    private void End()
    {
        _left = 0;
        if (Error == DecodeError.None)
        {
            Error = DecodeError.RecordTruncated;
        }
    }
}
