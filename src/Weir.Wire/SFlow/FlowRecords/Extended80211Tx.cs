using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Transmission of an 802.11 frame: flow record <c>extended_80211_tx</c> (sFlow v5, 0:1015).</summary>
/// <remarks>
/// <code>
/// ssid&lt;&gt; bssid(8) version(4) transmissions(4) packet_duration(4) retrans_duration(4) channel(4) speed(8)
/// power(4)
/// </code>
/// </remarks>
public readonly ref struct Extended80211Tx : IRecord<Extended80211Tx>
{
    /// <summary>Tag of the record: 0:1015.</summary>
    public const uint Tag = 1015;

    /// <summary>Name of the network.</summary>
    public ReadOnlySpan<byte> Ssid { get; init; }

    /// <summary>Address of the access point.</summary>
    public MacAddress Bssid { get; init; }

    /// <summary>Version of 802.11: 1 a, 2 b, 3 g, 4 n.</summary>
    public uint Version { get; init; }

    /// <summary>Transmissions until it succeeded; 0 when it never did.</summary>
    public uint Transmissions { get; init; }

    /// <summary>Microseconds the successful frame occupied the medium.</summary>
    public uint PacketDuration { get; init; }

    /// <summary>Microseconds the failed attempts occupied the medium.</summary>
    public uint RetransDuration { get; init; }

    /// <summary>Channel number.</summary>
    public uint Channel { get; init; }

    /// <summary>Speed of the transmission, in bits per second.</summary>
    public ulong Speed { get; init; }

    /// <summary>Transmit power, in milliwatts.</summary>
    public uint Power { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Extended80211Tx>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Extended80211Tx record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> ssid) || !reader.TryReadMac(out MacAddress bssid)
            || !reader.TryReadUInt32(out uint version) || !reader.TryReadUInt32(out uint transmissions)
            || !reader.TryReadUInt32(out uint packetDuration) || !reader.TryReadUInt32(out uint retransDuration)
            || !reader.TryReadUInt32(out uint channel) || !reader.TryReadUInt64(out ulong speed)
            || !reader.TryReadUInt32(out uint power))
        {
            return false;
        }

        record = new Extended80211Tx
        {
            Ssid = ssid,
            Bssid = bssid,
            Version = version,
            Transmissions = transmissions,
            PacketDuration = packetDuration,
            RetransDuration = retransDuration,
            Channel = channel,
            Speed = speed,
            Power = power,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Ssid);
        writer.WriteMac(Bssid);
        writer.WriteUInt32(Version);
        writer.WriteUInt32(Transmissions);
        writer.WriteUInt32(PacketDuration);
        writer.WriteUInt32(RetransDuration);
        writer.WriteUInt32(Channel);
        writer.WriteUInt64(Speed);
        writer.WriteUInt32(Power);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "ssid", Ssid);
        JsonFields.Mac(json, "bssid", Bssid);
        json.WriteNumber("version", Version);
        json.WriteNumber("transmissions", Transmissions);
        json.WriteNumber("packet_duration", PacketDuration);
        json.WriteNumber("retrans_duration", RetransDuration);
        json.WriteNumber("channel", Channel);
        json.WriteNumber("speed", Speed);
        json.WriteNumber("power", Power);
    }
}
