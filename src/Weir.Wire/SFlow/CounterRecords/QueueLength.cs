using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Histogram of the length of one egress queue: counter record <c>queue_length</c> (sFlow v5, 0:1003).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// queueIndex(4) segmentSize(4) queueSegments(4) queueLength0(4) queueLength1(4) queueLength2(4) queueLength4(4)
/// queueLength8(4) queueLength32(4) queueLength128(4) queueLength1024(4) queueLengthMore(4) dropped(4)
/// </code>
/// </remarks>
public readonly record struct QueueLength : IRecord<QueueLength>
{
    /// <summary>Tag of the record: 0:1003.</summary>
    public const uint Tag = 1003;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 52;

    /// <summary>Index of the queue within its port.</summary>
    public uint QueueIndex { get; init; }

    /// <summary>Bytes of a segment.</summary>
    public uint SegmentSize { get; init; }

    /// <summary>Segments the queue may use.</summary>
    public uint QueueSegments { get; init; }

    /// <summary>Packets that found the queue empty.</summary>
    public uint QueueLength0 { get; init; }

    /// <summary>Packets that found 1 segment.</summary>
    public uint QueueLength1 { get; init; }

    /// <summary>Packets that found 2 segments.</summary>
    public uint QueueLength2 { get; init; }

    /// <summary>Packets that found 3 to 4 segments.</summary>
    public uint QueueLength4 { get; init; }

    /// <summary>Packets that found 5 to 8 segments.</summary>
    public uint QueueLength8 { get; init; }

    /// <summary>Packets that found 9 to 32 segments.</summary>
    public uint QueueLength32 { get; init; }

    /// <summary>Packets that found 33 to 128 segments.</summary>
    public uint QueueLength128 { get; init; }

    /// <summary>Packets that found 129 to 1024 segments.</summary>
    public uint QueueLength1024 { get; init; }

    /// <summary>Packets that found more than 1024 segments.</summary>
    public uint QueueLengthMore { get; init; }

    /// <summary>Packets dropped before the queue.</summary>
    public uint Dropped { get; init; }

    /// <inheritdoc/>
    static uint IRecord<QueueLength>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out QueueLength record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new QueueLength
        {
            QueueIndex = XdrField.UInt32(body, 0),
            SegmentSize = XdrField.UInt32(body, 4),
            QueueSegments = XdrField.UInt32(body, 8),
            QueueLength0 = XdrField.UInt32(body, 12),
            QueueLength1 = XdrField.UInt32(body, 16),
            QueueLength2 = XdrField.UInt32(body, 20),
            QueueLength4 = XdrField.UInt32(body, 24),
            QueueLength8 = XdrField.UInt32(body, 28),
            QueueLength32 = XdrField.UInt32(body, 32),
            QueueLength128 = XdrField.UInt32(body, 36),
            QueueLength1024 = XdrField.UInt32(body, 40),
            QueueLengthMore = XdrField.UInt32(body, 44),
            Dropped = XdrField.UInt32(body, 48),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(QueueIndex);
        writer.WriteUInt32(SegmentSize);
        writer.WriteUInt32(QueueSegments);
        writer.WriteUInt32(QueueLength0);
        writer.WriteUInt32(QueueLength1);
        writer.WriteUInt32(QueueLength2);
        writer.WriteUInt32(QueueLength4);
        writer.WriteUInt32(QueueLength8);
        writer.WriteUInt32(QueueLength32);
        writer.WriteUInt32(QueueLength128);
        writer.WriteUInt32(QueueLength1024);
        writer.WriteUInt32(QueueLengthMore);
        writer.WriteUInt32(Dropped);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("queueIndex", QueueIndex);
        json.WriteNumber("segmentSize", SegmentSize);
        json.WriteNumber("queueSegments", QueueSegments);
        json.WriteNumber("queueLength0", QueueLength0);
        json.WriteNumber("queueLength1", QueueLength1);
        json.WriteNumber("queueLength2", QueueLength2);
        json.WriteNumber("queueLength4", QueueLength4);
        json.WriteNumber("queueLength8", QueueLength8);
        json.WriteNumber("queueLength32", QueueLength32);
        json.WriteNumber("queueLength128", QueueLength128);
        json.WriteNumber("queueLength1024", QueueLength1024);
        json.WriteNumber("queueLengthMore", QueueLengthMore);
        json.WriteNumber("dropped", Dropped);
    }
}
