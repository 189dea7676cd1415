using System.Buffers.Binary;

namespace Weir.Testing.Old;

/// <summary>Encodes datagrams of sFlow version 2 and 4 the slow and obvious way (RFC 3176 section 4).</summary>
public sealed class OldDatagramBuilder
{
    private readonly List<byte> _bytes = [];
    private readonly int _countAt;
    private uint _samples;

    /// <summary>Writes the envelope.</summary>
    /// <param name="version">2 or 4.</param>
    /// <param name="agent">4 or 16 bytes.</param>
    /// <param name="sequence">Sequence number of the datagram.</param>
    /// <param name="uptimeMs">Milliseconds since the agent started.</param>
    public OldDatagramBuilder(uint version, byte[] agent, uint sequence, uint uptimeMs)
    {
        ArgumentNullException.ThrowIfNull(agent);
        Words(version, agent.Length == 4 ? 1u : 2u);
        _bytes.AddRange(agent);
        Words(sequence, uptimeMs);
        _countAt = _bytes.Count;
        Words(0);
    }

    /// <summary>Adds a flow sample.</summary>
    /// <param name="header">Sequence, source, rate, pool, drops, input, output.</param>
    /// <param name="packetType">What the packet data is.</param>
    /// <param name="packet">The packet data.</param>
    /// <param name="extended">Types and bodies of the extended data.</param>
    public OldDatagramBuilder Flow(ReadOnlySpan<uint> header, uint packetType, byte[] packet, params IReadOnlyList<(uint Type, byte[] Body)> extended)
    {
        ArgumentNullException.ThrowIfNull(extended);
        Words(1);
        Words(header);
        Words(packetType);
        _bytes.AddRange(packet);
        Words((uint)extended.Count);
        foreach ((uint type, byte[] body) in extended)
        {
            Words(type);
            _bytes.AddRange(body);
        }

        _samples++;
        return this;
    }

    /// <summary>Adds a counter sample.</summary>
    /// <param name="sequence">Sequence number of the sample.</param>
    /// <param name="source">Data source.</param>
    /// <param name="version">Which counters.</param>
    /// <param name="counters">The counters.</param>
    public OldDatagramBuilder Counters(uint sequence, uint source, uint version, byte[] counters)
    {
        Words(2, sequence, source, 30, version);
        _bytes.AddRange(counters);
        _samples++;
        return this;
    }

    /// <summary>Adds words as they are.</summary>
    public OldDatagramBuilder Words(params ReadOnlySpan<uint> words)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (uint word in words)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
            _bytes.AddRange(bytes);
        }

        return this;
    }

    /// <summary>The datagram.</summary>
    public byte[] Build()
    {
        byte[] datagram = [.. _bytes];
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(_countAt), _samples);
        return datagram;
    }
}
