namespace Weir.Wire.SFlow.V4;

/// <summary>Turns a datagram of sFlow version 2 or 4 into the version 5 datagram that says the same (RFC 3176 section 4, <c>sample_datagram</c>).</summary>
/// <remarks>
/// <code>
/// version(4) agent_address(8|20) sequence_number(4) uptime(4) samples&lt;&gt;
/// </code>
/// Everything behind the wire then knows one version. The old versions give no lengths: what is not known, and what is cut short, ends the
/// datagram; what came before is kept. One translator serves one thread: its buffer is used again and grows with the payload alone.
/// </remarks>
public sealed class DatagramTranslator
{
    /// <summary>The older version, whose AS path is a plain list.</summary>
    public const uint Version2 = 2;

    /// <summary>The version of RFC 3176.</summary>
    public const uint Version4 = 4;

    private const int MinimumSampleSize = 8;
    private const int SmallestBuffer = 8192;

    // No structure of version 5 is three times as long as what it is made from; the rest is the envelope.
    private const int Growth = 3;
    private const int EnvelopeRoom = 64;

    private byte[] _buffer = [];

    /// <summary>True when the payload says that it is of version 2 or 4.</summary>
    public static bool IsOld(ReadOnlySpan<byte> payload) => payload.Length >= 4 && XdrField.UInt32(payload, 0) is Version2 or Version4;

    /// <summary>Translates a datagram.</summary>
    /// <param name="payload">UDP payload.</param>
    /// <param name="translated">The same as version 5, sub-agent 0; valid until the next call.</param>
    /// <param name="error">Why nothing could be read, or where reading ended early.</param>
    /// <returns>False when not even the envelope could be read.</returns>
    public bool TryTranslate(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> translated, out DecodeError error)
    {
        translated = default;
        XdrReader reader = new(payload);
        if (!reader.TryReadUInt32(out uint version))
        {
            error = DecodeError.DatagramTruncated;
            return false;
        }

        if (version is not (Version2 or Version4))
        {
            error = DecodeError.UnsupportedVersion;
            return false;
        }

        if (!reader.TryReadAddress(out NetworkAddress agent))
        {
            error = reader.Remaining >= 4 && XdrField.UInt32(reader.Rest, 0) > 2 ? DecodeError.BadAgentAddress : DecodeError.DatagramTruncated;
            return false;
        }

        if (!reader.TryReadUInt32(out uint sequence) || !reader.TryReadUInt32(out uint uptimeMs) || reader.Remaining < 4)
        {
            error = DecodeError.DatagramTruncated;
            return false;
        }

        (Span<byte> output, Span<byte> scratch) = Buffers(payload.Length);
        DatagramWriter writer = new(output, agent, subAgentId: 0, sequence, uptimeMs);
        error = CopySamples(ref reader, ref writer, version, scratch);
        translated = writer.Finish();
        return true;
    }

    private static DecodeError CopySamples(scoped ref XdrReader reader, ref DatagramWriter writer, uint version, Span<byte> scratch)
    {
        // As in version 5: a claim beyond what the bytes can hold is an error of the claim only.
        DecodeError error = DecodeError.None;
        if (!reader.TryReadCount(MinimumSampleSize, out int count))
        {
            error = DecodeError.SampleCountTooLarge;
            reader.TrySkip(4);
            count = reader.Remaining / MinimumSampleSize;
        }

        for (; count > 0; count--)
        {
            DecodeError problem = CopySample(ref reader, ref writer, version, scratch);
            if (problem != DecodeError.None)
            {
                return error == DecodeError.None ? problem : error;
            }
        }

        return error;
    }

    private static DecodeError CopySample(scoped ref XdrReader reader, ref DatagramWriter writer, uint version, Span<byte> scratch)
    {
        if (!reader.TryReadUInt32(out uint type))
        {
            return DecodeError.SampleTruncated;
        }

        return type switch
        {
            FlowSampleV4.Type => FlowSampleV4.Copy(ref reader, ref writer, version, scratch),
            CounterSampleV4.Type => CounterSampleV4.Copy(ref reader, ref writer),
            _ => DecodeError.UnknownStructure,
        };
    }

    private BufferPair Buffers(int payloadLength)
    {
        int output = (payloadLength * Growth) + EnvelopeRoom;
        int wanted = output + payloadLength + EnvelopeRoom;
        if (_buffer.Length < wanted)
        {
            _buffer = new byte[Math.Max(wanted, SmallestBuffer)];
        }

        return new BufferPair(_buffer.AsSpan(0, output), _buffer.AsSpan(output));
    }

    private readonly ref struct BufferPair(Span<byte> output, Span<byte> scratch)
    {
        private readonly Span<byte> _output = output;
        private readonly Span<byte> _scratch = scratch;

        public void Deconstruct(out Span<byte> output, out Span<byte> scratch)
        {
            output = _output;
            scratch = _scratch;
        }
    }
}
