using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>State of the TCP connection of a sampled packet: flow record <c>extended_tcp_info</c> (sFlow v5, 0:2209).</summary>
/// <remarks>
/// <code>
/// dir(4) snd_mss(4) rcv_mss(4) unacked(4) lost(4) retrans(4) pmtu(4) rtt(4) rttvar(4) snd_cwnd(4) reordering(4)
/// min_rtt(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedTcpInfo : IRecord<ExtendedTcpInfo>
{
    /// <summary>Tag of the record: 0:2209.</summary>
    public const uint Tag = 2209;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 48;

    /// <summary>Direction of the packet: 0 unknown, 1 received, 2 sent.</summary>
    public uint Dir { get; init; }

    /// <summary>Effective segment size towards the peer, in bytes.</summary>
    public uint SndMss { get; init; }

    /// <summary>Largest segment size from the peer, in bytes.</summary>
    public uint RcvMss { get; init; }

    /// <summary>Packets in flight.</summary>
    public uint Unacked { get; init; }

    /// <summary>Packets lost.</summary>
    public uint Lost { get; init; }

    /// <summary>Packets sent again.</summary>
    public uint Retrans { get; init; }

    /// <summary>Path MTU last seen, in bytes.</summary>
    public uint Pmtu { get; init; }

    /// <summary>Smoothed round trip time, in microseconds.</summary>
    public uint Rtt { get; init; }

    /// <summary>Variance of the round trip time, in microseconds.</summary>
    public uint Rttvar { get; init; }

    /// <summary>Congestion window, in packets.</summary>
    public uint SndCwnd { get; init; }

    /// <summary>Degree of reordering, in packets.</summary>
    public uint Reordering { get; init; }

    /// <summary>Least round trip time, in microseconds.</summary>
    public uint MinRtt { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedTcpInfo>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedTcpInfo record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedTcpInfo
        {
            Dir = XdrField.UInt32(body, 0),
            SndMss = XdrField.UInt32(body, 4),
            RcvMss = XdrField.UInt32(body, 8),
            Unacked = XdrField.UInt32(body, 12),
            Lost = XdrField.UInt32(body, 16),
            Retrans = XdrField.UInt32(body, 20),
            Pmtu = XdrField.UInt32(body, 24),
            Rtt = XdrField.UInt32(body, 28),
            Rttvar = XdrField.UInt32(body, 32),
            SndCwnd = XdrField.UInt32(body, 36),
            Reordering = XdrField.UInt32(body, 40),
            MinRtt = XdrField.UInt32(body, 44),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Dir);
        writer.WriteUInt32(SndMss);
        writer.WriteUInt32(RcvMss);
        writer.WriteUInt32(Unacked);
        writer.WriteUInt32(Lost);
        writer.WriteUInt32(Retrans);
        writer.WriteUInt32(Pmtu);
        writer.WriteUInt32(Rtt);
        writer.WriteUInt32(Rttvar);
        writer.WriteUInt32(SndCwnd);
        writer.WriteUInt32(Reordering);
        writer.WriteUInt32(MinRtt);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("dir", Dir);
        json.WriteNumber("snd_mss", SndMss);
        json.WriteNumber("rcv_mss", RcvMss);
        json.WriteNumber("unacked", Unacked);
        json.WriteNumber("lost", Lost);
        json.WriteNumber("retrans", Retrans);
        json.WriteNumber("pmtu", Pmtu);
        json.WriteNumber("rtt", Rtt);
        json.WriteNumber("rttvar", Rttvar);
        json.WriteNumber("snd_cwnd", SndCwnd);
        json.WriteNumber("reordering", Reordering);
        json.WriteNumber("min_rtt", MinRtt);
    }
}
