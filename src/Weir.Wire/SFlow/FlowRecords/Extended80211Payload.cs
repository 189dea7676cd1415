using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Unencrypted payload of an 802.11 frame: flow record <c>extended_80211_payload</c> (sFlow v5, 0:1013).</summary>
/// <remarks>
/// <code>
/// ciphersuite(4) data&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct Extended80211Payload : IRecord<Extended80211Payload>
{
    /// <summary>Tag of the record: 0:1013.</summary>
    public const uint Tag = 1013;

    /// <summary>Cipher suite: OUI in the upper 24 bits, type in the lower 8.</summary>
    public uint Ciphersuite { get; init; }

    /// <summary>Payload bytes in the clear.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Extended80211Payload>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Extended80211Payload record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint ciphersuite) || !reader.TryReadOpaque(out ReadOnlySpan<byte> data))
        {
            return false;
        }

        record = new Extended80211Payload
        {
            Ciphersuite = ciphersuite,
            Data = data,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Ciphersuite);
        writer.WriteOpaque(Data);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("ciphersuite", Ciphersuite);
        JsonFields.Hex(json, "data", Data);
    }
}
