using System.Runtime.CompilerServices;

namespace Weir.Wire.SFlow;

/// <summary>Walks the samples of a datagram, always advancing by the declared length (sFlow v5, <c>sample_record</c>).</summary>
/// <remarks>A sample that is damaged inside costs no other: only a length that reaches past the datagram ends the walk.</remarks>
public ref struct SampleReader
{
    private const int MinimumSampleSize = 8;

    private readonly ReadOnlySpan<byte> _body;
    private readonly bool _countIsGuess;
    private int _position;
    private int _left;

    /// <summary>Starts at the first sample.</summary>
    /// <param name="body">The datagram behind its sample count.</param>
    /// <param name="count">Samples announced; already checked against the bytes.</param>
    public SampleReader(ReadOnlySpan<byte> body, int count)
        : this(body, count, countIsGuess: false)
    {
    }

    /// <summary>Starts at the first sample of a datagram whose count may have been impossible.</summary>
    /// <param name="body">The datagram behind its sample count.</param>
    /// <param name="count">The most samples there can be.</param>
    /// <param name="countIsGuess">True when the count is not the agent's: finding fewer samples is no further error then.</param>
    internal SampleReader(ReadOnlySpan<byte> body, int count, bool countIsGuess)
    {
        _body = body;
        _countIsGuess = countIsGuess;
        _position = 0;
        _left = count;
        Error = DecodeError.None;
    }

    /// <summary>Why the walk ended early; <see cref="DecodeError.None"/> while all is well.</summary>
    public DecodeError Error { get; private set; }

    /// <summary>Bytes behind the last sample; some agents send stale ones, which is harmless.</summary>
    public readonly int TrailingBytes => _left == 0 && Error == DecodeError.None ? _body.Length - _position : 0;

    /// <summary>Reads the next sample; false at the end or when the datagram is cut short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out Sample sample)
    {
        if (_left > 0)
        {
            ReadOnlySpan<byte> rest = _body[_position..];
            if (rest.Length >= MinimumSampleSize)
            {
                uint length = XdrField.UInt32(rest, 4);
                if (length <= (uint)(rest.Length - MinimumSampleSize))
                {
                    sample = new Sample(XdrField.UInt32(rest, 0), rest.Slice(MinimumSampleSize, (int)length));
                    _position += MinimumSampleSize + (int)length;
                    _left--;
                    return true;
                }
            }

            _left = 0;
            Error = _countIsGuess && rest.IsEmpty ? DecodeError.None : DecodeError.SampleTruncated;
        }

        sample = default;
        return false;
    }
}
