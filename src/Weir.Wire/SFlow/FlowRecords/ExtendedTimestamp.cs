using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>When a packet was sampled: flow record <c>extended_timestamp</c> (sFlow v5, 0:1043).</summary>
/// <remarks>
/// <code>
/// nanoseconds(8)
/// </code>
/// </remarks>
public readonly record struct ExtendedTimestamp : IRecord<ExtendedTimestamp>
{
    /// <summary>Tag of the record: 0:1043.</summary>
    public const uint Tag = 1043;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>Nanoseconds since the Unix epoch, UTC.</summary>
    public ulong Nanoseconds { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedTimestamp>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedTimestamp record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedTimestamp
        {
            Nanoseconds = XdrField.UInt64(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(Nanoseconds);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("nanoseconds", Nanoseconds);
    }
}
