using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The queue a packet was put into: flow record <c>extended_queue_length</c> (sFlow v5, 0:1019).</summary>
/// <remarks>
/// <code>
/// queueIndex(4) queueLength(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedQueueLength : IRecord<ExtendedQueueLength>
{
    /// <summary>Tag of the record: 0:1019.</summary>
    public const uint Tag = 1019;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>Index of the queue within its port.</summary>
    public uint QueueIndex { get; init; }

    /// <summary>Length of the queue when the packet arrived, in segments.</summary>
    public uint QueueLength { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedQueueLength>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedQueueLength record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedQueueLength
        {
            QueueIndex = XdrField.UInt32(body, 0),
            QueueLength = XdrField.UInt32(body, 4),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(QueueIndex);
        writer.WriteUInt32(QueueLength);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("queueIndex", QueueIndex);
        json.WriteNumber("queueLength", QueueLength);
    }
}
