using Weir.Wire;

namespace Weir.Load;

/// <summary>Datagrams of one agent (sFlow v5) with one sample of one DNS answer each, their numbers going on as an agent's do.</summary>
/// <param name="agent">The agent's address as 32 bits.</param>
/// <param name="samplingRate">One packet in so many is sampled.</param>
/// <param name="frameBytes">Length of the packet's frame.</param>
internal sealed class OneSample(uint agent, uint samplingRate, uint frameBytes)
{
    private const uint FrameCheckBytes = 4;
    private const int IpOffset = 14;

    private readonly byte[] _buffer = new byte[256];
    private readonly byte[] _frame = new byte[64];
    private uint _sequence;

    /// <summary>Samples made.</summary>
    public uint Made => _sequence;

    /// <summary>Makes the next datagram; valid until the next call.</summary>
    /// <param name="source">Source of the packet.</param>
    /// <param name="target">Its destination.</param>
    /// <param name="uptimeMs">The agent's uptime.</param>
    /// <param name="pool">Packets that could have been sampled.</param>
    public ReadOnlySpan<byte> Build(NetworkAddress source, NetworkAddress target, uint uptimeMs, uint pool)
    {
        _sequence++;
        XdrWriter writer = new(_buffer);
        Words(ref writer, 5, 1, agent, 0, _sequence, uptimeMs, 1, 1);
        int sample = writer.BeginLength();
        Words(ref writer, _sequence, 1, samplingRate, pool, 0, 1, 2, 1, 1);
        int record = writer.BeginLength();
        Words(ref writer, 1, frameBytes, FrameCheckBytes);
        writer.WriteOpaque(MakeFrame(source, target));
        writer.EndLength(record);
        writer.EndLength(sample);
        return _buffer.AsSpan(0, writer.Position);
    }

    private static void Words(ref XdrWriter writer, params ReadOnlySpan<uint> values)
    {
        foreach (uint value in values)
        {
            writer.WriteUInt32(value);
        }
    }

    // UDP from port 53 to port 32768.
    private byte[] MakeFrame(NetworkAddress source, NetworkAddress target)
    {
        byte[] frame = _frame;
        uint ipBytes = frameBytes - IpOffset - FrameCheckBytes;
        frame[0] = frame[6] = 2;
        frame[12] = 8;
        frame[IpOffset] = 0x45;
        frame[16] = (byte)(ipBytes >> 8);
        frame[17] = (byte)ipBytes;
        frame[22] = 64;
        frame[23] = 17;
        source.Write(frame.AsSpan(26));
        target.Write(frame.AsSpan(30));
        frame[35] = 53;
        frame[36] = 0x80;
        return frame;
    }
}
