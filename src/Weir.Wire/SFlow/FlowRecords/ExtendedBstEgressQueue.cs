using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The egress queue of a Broadcom switch chosen for a packet: flow record <c>extended_bst_egress_queue</c> (sFlow v5, 4413:1).</summary>
/// <remarks>
/// <code>
/// queue(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedBstEgressQueue : IRecord<ExtendedBstEgressQueue>
{
    /// <summary>Tag of the record: 4413:1.</summary>
    public const uint Tag = (4413u << 12) | 1;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Number of the queue.</summary>
    public uint Queue { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedBstEgressQueue>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedBstEgressQueue record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedBstEgressQueue
        {
            Queue = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Queue);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("queue", Queue);
    }
}
