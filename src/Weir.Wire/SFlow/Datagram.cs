using System.Buffers.Binary;

namespace Weir.Wire.SFlow;

/// <summary>The envelope of one sFlow v5 UDP payload (sFlow v5, <c>sample_datagram_v5</c>).</summary>
/// <remarks>
/// <code>
/// version(4) agent_address(4|8|20) sub_agent_id(4) sequence_number(4) uptime(4) samples&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct Datagram
{
    /// <summary>The version this type reads.</summary>
    public const uint Version5 = 5;

    private const int MinimumSampleSize = 8;

    private readonly ReadOnlySpan<byte> _samples;
    private readonly bool _countIsGuess;

    private Datagram(NetworkAddress agent, uint subAgentId, uint sequence, uint uptimeMs, int sampleCount, bool countIsGuess, ReadOnlySpan<byte> samples)
    {
        Agent = agent;
        SubAgentId = subAgentId;
        Sequence = sequence;
        UptimeMs = uptimeMs;
        SampleCount = sampleCount;
        _countIsGuess = countIsGuess;
        _samples = samples;
    }

    /// <summary>Address that identifies the agent; may differ from the UDP source and may be unknown.</summary>
    public NetworkAddress Agent { get; }

    /// <summary>Separates datagram streams of one agent.</summary>
    public uint SubAgentId { get; }

    /// <summary>Counts up by one per datagram of (agent, sub-agent).</summary>
    public uint Sequence { get; }

    /// <summary>Milliseconds since the agent started; wraps after 49.7 days.</summary>
    public uint UptimeMs { get; }

    /// <summary>Samples announced, or the most there can be where more were announced than the bytes can hold.</summary>
    public int SampleCount { get; }

    /// <summary>A walk over the samples, from the first.</summary>
    public SampleReader Samples => new(_samples, SampleCount, _countIsGuess);

    /// <summary>Reads the envelope.</summary>
    /// <param name="payload">UDP payload.</param>
    /// <param name="datagram">The view, valid as long as the payload.</param>
    /// <param name="error">Why it is not an sFlow v5 datagram.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Datagram datagram, out DecodeError error)
    {
        datagram = default;
        XdrReader reader = new(payload);
        if (!reader.TryReadUInt32(out uint version))
        {
            error = DecodeError.DatagramTruncated;
            return false;
        }

        if (version != Version5)
        {
            error = ClassifyVersion(payload);
            return false;
        }

        if (!reader.TryReadAddress(out NetworkAddress agent))
        {
            error = reader.Remaining >= 4 && BinaryPrimitives.ReadUInt32BigEndian(reader.Rest) > 2
                ? DecodeError.BadAgentAddress
                : DecodeError.DatagramTruncated;
            return false;
        }

        if (!reader.TryReadUInt32(out uint subAgentId) || !reader.TryReadUInt32(out uint sequence)
            || !reader.TryReadUInt32(out uint uptimeMs) || reader.Remaining < 4)
        {
            error = DecodeError.DatagramTruncated;
            return false;
        }

        // A claim beyond what the bytes can hold is an error of the claim only: the samples that are there still count.
        error = DecodeError.None;
        if (!reader.TryReadCount(MinimumSampleSize, out int count))
        {
            error = DecodeError.SampleCountTooLarge;
            reader.TrySkip(4);
            count = reader.Remaining / MinimumSampleSize;
        }

        datagram = new Datagram(agent, subAgentId, sequence, uptimeMs, count, error != DecodeError.None, reader.Rest);
        return true;
    }

    private static DecodeError ClassifyVersion(ReadOnlySpan<byte> payload)
    {
        // NetFlow v1, v5, v7, v9 and IPFIX begin with a 16-bit version, so the high half of the word is non-zero.
        ushort half = BinaryPrimitives.ReadUInt16BigEndian(payload);
        return half is 1 or 5 or 7 or 9 or 10 ? DecodeError.NetFlow : DecodeError.UnsupportedVersion;
    }
}
