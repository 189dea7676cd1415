using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>One memcache command: flow record <c>memcache_operation</c> (sFlow v5, 0:2200).</summary>
/// <remarks>
/// <code>
/// protocol(4) cmd(4) key&lt;&gt; nkeys(4) value_bytes(4) uS(4) status(4)
/// </code>
/// </remarks>
public readonly ref struct MemcacheOperation : IRecord<MemcacheOperation>
{
    /// <summary>Tag of the record: 0:2200.</summary>
    public const uint Tag = 2200;

    /// <summary>0 other, 1 ascii, 2 binary.</summary>
    public uint Protocol { get; init; }

    /// <summary>Command: 1 set to 16 touch, 0 other.</summary>
    public uint Cmd { get; init; }

    /// <summary>Key of the value.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Keys in the command, the sampled one included.</summary>
    public uint Nkeys { get; init; }

    /// <summary>Bytes of the value.</summary>
    public uint ValueBytes { get; init; }

    /// <summary>Microseconds the command took.</summary>
    public uint DurationUs { get; init; }

    /// <summary>Result: 1 ok to 9 deleted, 0 unknown.</summary>
    public uint Status { get; init; }

    /// <inheritdoc/>
    static uint IRecord<MemcacheOperation>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out MemcacheOperation record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint protocol) || !reader.TryReadUInt32(out uint cmd)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> key) || !reader.TryReadUInt32(out uint nkeys)
            || !reader.TryReadUInt32(out uint valueBytes) || !reader.TryReadUInt32(out uint durationUs)
            || !reader.TryReadUInt32(out uint status))
        {
            return false;
        }

        record = new MemcacheOperation
        {
            Protocol = protocol,
            Cmd = cmd,
            Key = key,
            Nkeys = nkeys,
            ValueBytes = valueBytes,
            DurationUs = durationUs,
            Status = status,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Protocol);
        writer.WriteUInt32(Cmd);
        writer.WriteOpaque(Key);
        writer.WriteUInt32(Nkeys);
        writer.WriteUInt32(ValueBytes);
        writer.WriteUInt32(DurationUs);
        writer.WriteUInt32(Status);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("protocol", Protocol);
        json.WriteNumber("cmd", Cmd);
        JsonFields.Text(json, "key", Key);
        json.WriteNumber("nkeys", Nkeys);
        json.WriteNumber("value_bytes", ValueBytes);
        json.WriteNumber("uS", DurationUs);
        json.WriteNumber("status", Status);
    }
}
