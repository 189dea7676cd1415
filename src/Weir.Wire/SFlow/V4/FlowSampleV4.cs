using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>One sampled packet of sFlow version 2 or 4 (RFC 3176 section 4, <c>flow_sample</c>).</summary>
/// <remarks>
/// <code>
/// sequence_number(4) source_id(4) sampling_rate(4) sample_pool(4) drops(4) input(4) output(4) packet_data extended_data&lt;&gt;
/// </code>
/// <c>input</c> is an ifIndex; <c>output</c> too, unless its top bit is set: then the rest is the number of interfaces, 0 when unknown.
/// </remarks>
internal static class FlowSampleV4
{
    /// <summary>The sample type.</summary>
    public const uint Type = 1;

    private const uint SeveralOutputs = 0x80000000;
    private const uint LargestCompact = 0x3ffffffe;
    private const int Ip4Size = 32;
    private const int Ip6Size = 56;
    private const int MinimumExtendedSize = 12;

    /// <summary>Copies the sample that the reader stands on.</summary>
    /// <returns>Why the rest of the datagram cannot be read; what was read is written.</returns>
    public static DecodeError Copy(scoped ref XdrReader reader, ref DatagramWriter writer, uint version, Span<byte> scratch)
    {
        if (!reader.TryReadUInt32(out uint sequence) || !reader.TryReadUInt32(out uint source)
            || !reader.TryReadUInt32(out uint rate) || !reader.TryReadUInt32(out uint pool) || !reader.TryReadUInt32(out uint drops)
            || !reader.TryReadUInt32(out uint input) || !reader.TryReadUInt32(out uint output))
        {
            return DecodeError.SampleTruncated;
        }

        FlowSampleHeader header = new()
        {
            Sequence = sequence,
            Source = DataSource.FromCompact(source),
            SamplingRate = rate,
            SamplePool = pool,
            Drops = drops,
            Input = new InterfaceId(InterfaceFormat.Single, input),
            Output = OutputOf(output),
        };
        writer.BeginFlowSample(header, expanded: Math.Max(header.Input.Value, header.Output.Value) > LargestCompact);
        DecodeError error = CopyPacket(ref reader, ref writer);
        if (error == DecodeError.None)
        {
            error = CopyExtended(ref reader, ref writer, version, scratch);
        }

        writer.EndSample();
        return error;
    }

    private static InterfaceId OutputOf(uint output) => (output & SeveralOutputs) != 0
        ? new InterfaceId(InterfaceFormat.Multiple, output & ~SeveralOutputs)
        : new InterfaceId(InterfaceFormat.Single, output);

    private static DecodeError CopyPacket(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadUInt32(out uint type))
        {
            return DecodeError.RecordTruncated;
        }

        bool copied;
        switch (type)
        {
            case 1:
                copied = SampledHeaderV4.TryCopy(ref reader, ref writer);
                break;
            case 2:
                copied = TryCopySame(ref reader, ref writer, SampledIp4.Tag, Ip4Size);
                break;
            case 3:
                copied = TryCopySame(ref reader, ref writer, SampledIp6.Tag, Ip6Size);
                break;
            default:
                return DecodeError.UnknownStructure;
        }

        return copied ? DecodeError.None : DecodeError.RecordTruncated;
    }

    private static DecodeError CopyExtended(scoped ref XdrReader reader, ref DatagramWriter writer, uint version, Span<byte> scratch)
    {
        // Where the count cannot be true nobody knows where the next sample begins, so nothing behind it is read.
        if (!reader.TryReadCount(MinimumExtendedSize, out int count))
        {
            return reader.Remaining < 4 ? DecodeError.RecordTruncated : DecodeError.RecordCountTooLarge;
        }

        for (; count > 0; count--)
        {
            DecodeError error = CopyOne(ref reader, ref writer, version, scratch);
            if (error != DecodeError.None)
            {
                return error;
            }
        }

        return DecodeError.None;
    }

    private static DecodeError CopyOne(scoped ref XdrReader reader, ref DatagramWriter writer, uint version, Span<byte> scratch)
    {
        if (!reader.TryReadUInt32(out uint type))
        {
            return DecodeError.RecordTruncated;
        }

        bool copied;
        switch (type)
        {
            case 1:
                copied = TryCopySame(ref reader, ref writer, ExtendedSwitch.Tag, length: 16);
                break;
            case 2:
                copied = ExtendedRouterV4.TryCopy(ref reader, ref writer);
                break;
            case 3 when version == DatagramTranslator.Version2:
                copied = ExtendedGatewayV2.TryCopy(ref reader, ref writer, scratch);
                break;
            case 3:
                copied = ExtendedGatewayV4.TryCopy(ref reader, ref writer);
                break;
            case 4:
                copied = ExtendedUserV4.TryCopy(ref reader, ref writer);
                break;
            case 5:
                copied = ExtendedUrlV4.TryCopy(ref reader, ref writer);
                break;
            default:
                return DecodeError.UnknownStructure;
        }

        return copied ? DecodeError.None : DecodeError.RecordTruncated;
    }

    /// <summary>Copies a structure that has the same fixed layout in version 5.</summary>
    private static bool TryCopySame(scoped ref XdrReader reader, ref DatagramWriter writer, uint tag, int length)
    {
        if (!reader.TryReadFixed(length, out ReadOnlySpan<byte> body))
        {
            return false;
        }

        writer.WriteRaw(tag, body);
        return true;
    }
}
