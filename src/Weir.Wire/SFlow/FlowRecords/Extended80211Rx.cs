using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Reception of an 802.11 frame: flow record <c>extended_80211_rx</c> (sFlow v5, 0:1014).</summary>
/// <remarks>
/// <code>
/// ssid&lt;&gt; bssid(8) version(4) channel(4) speed(8) rsni(4) rcpi(4) packet_duration(4)
/// </code>
/// </remarks>
public readonly ref struct Extended80211Rx : IRecord<Extended80211Rx>
{
    /// <summary>Tag of the record: 0:1014.</summary>
    public const uint Tag = 1014;

    /// <summary>Name of the network.</summary>
    public ReadOnlySpan<byte> Ssid { get; init; }

    /// <summary>Address of the access point.</summary>
    public MacAddress Bssid { get; init; }

    /// <summary>Version of 802.11: 1 a, 2 b, 3 g, 4 n.</summary>
    public uint Version { get; init; }

    /// <summary>Channel number.</summary>
    public uint Channel { get; init; }

    /// <summary>Speed of the reception, in bits per second.</summary>
    public ulong Speed { get; init; }

    /// <summary>Received signal to noise indicator.</summary>
    public uint Rsni { get; init; }

    /// <summary>Received channel power indicator.</summary>
    public uint Rcpi { get; init; }

    /// <summary>Microseconds the frame occupied the medium.</summary>
    public uint PacketDuration { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Extended80211Rx>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Extended80211Rx record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> ssid) || !reader.TryReadMac(out MacAddress bssid)
            || !reader.TryReadUInt32(out uint version) || !reader.TryReadUInt32(out uint channel)
            || !reader.TryReadUInt64(out ulong speed) || !reader.TryReadUInt32(out uint rsni)
            || !reader.TryReadUInt32(out uint rcpi) || !reader.TryReadUInt32(out uint packetDuration))
        {
            return false;
        }

        record = new Extended80211Rx
        {
            Ssid = ssid,
            Bssid = bssid,
            Version = version,
            Channel = channel,
            Speed = speed,
            Rsni = rsni,
            Rcpi = rcpi,
            PacketDuration = packetDuration,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Ssid);
        writer.WriteMac(Bssid);
        writer.WriteUInt32(Version);
        writer.WriteUInt32(Channel);
        writer.WriteUInt64(Speed);
        writer.WriteUInt32(Rsni);
        writer.WriteUInt32(Rcpi);
        writer.WriteUInt32(PacketDuration);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "ssid", Ssid);
        JsonFields.Mac(json, "bssid", Bssid);
        json.WriteNumber("version", Version);
        json.WriteNumber("channel", Channel);
        json.WriteNumber("speed", Speed);
        json.WriteNumber("rsni", Rsni);
        json.WriteNumber("rcpi", Rcpi);
        json.WriteNumber("packet_duration", PacketDuration);
    }
}
