using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>How full the egress queue was for a packet: flow record <c>extended_queue</c> (sFlow v5, 0:1040).</summary>
/// <remarks>
/// <code>
/// depth(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedQueue : IRecord<ExtendedQueue>
{
    /// <summary>Tag of the record: 0:1040.</summary>
    public const uint Tag = 1040;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Bytes in the queue.</summary>
    public uint Depth { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedQueue>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedQueue record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedQueue
        {
            Depth = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Depth);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("depth", Depth);
    }
}
