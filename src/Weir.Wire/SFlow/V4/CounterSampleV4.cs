using Weir.Wire.SFlow.CounterRecords;

namespace Weir.Wire.SFlow.V4;

/// <summary>Counters of one data source in sFlow version 2 or 4 (RFC 3176 section 4, <c>counters_sample</c>).</summary>
/// <remarks>
/// <code>
/// sequence_number(4) source_id(4) sampling_interval(4) counters_version(4) then by version:
///   1 generic | 2 generic ethernet | 3 generic tokenring | 4 generic (FDDI) | 5 generic 100BaseVG | 6 generic (WAN) | 7 VLAN
/// </code>
/// The blocks have the layout they have as records of version 5. The interval has no place there and is not kept.
/// </remarks>
internal static class CounterSampleV4
{
    /// <summary>The sample type.</summary>
    public const uint Type = 2;

    private const int GenericSize = 88;
    private const int EthernetSize = 52;
    private const int TokenRingSize = 72;
    private const int VgSize = 80;
    private const int VlanSize = 28;

    /// <summary>Copies the sample that the reader stands on.</summary>
    /// <returns>Why the rest of the datagram cannot be read; what was read is written.</returns>
    public static DecodeError Copy(scoped ref XdrReader reader, ref DatagramWriter writer)
    {
        if (!reader.TryReadUInt32(out uint sequence) || !reader.TryReadUInt32(out uint source)
            || !reader.TryReadUInt32(out _) || !reader.TryReadUInt32(out uint version))
        {
            return DecodeError.SampleTruncated;
        }

        if (version is 0 or > 7)
        {
            return DecodeError.UnknownStructure;
        }

        writer.BeginCounterSample(sequence, DataSource.FromCompact(source));
        bool copied = version == 7
            ? TryCopy(ref reader, ref writer, VlanCounters.Tag, VlanSize)
            : TryCopy(ref reader, ref writer, InterfaceCounters.Tag, GenericSize) && TryCopyMedium(ref reader, ref writer, version);
        writer.EndSample();
        return copied ? DecodeError.None : DecodeError.RecordTruncated;
    }

    private static bool TryCopyMedium(scoped ref XdrReader reader, ref DatagramWriter writer, uint version) => version switch
    {
        2 => TryCopy(ref reader, ref writer, EthernetCounters.Tag, EthernetSize),
        3 => TryCopy(ref reader, ref writer, TokenRingCounters.Tag, TokenRingSize),
        5 => TryCopy(ref reader, ref writer, VgCounters.Tag, VgSize),
        _ => true,
    };

    private static bool TryCopy(scoped ref XdrReader reader, ref DatagramWriter writer, uint tag, int length)
    {
        if (!reader.TryReadFixed(length, out ReadOnlySpan<byte> body))
        {
            return false;
        }

        writer.WriteRaw(tag, body);
        return true;
    }
}
