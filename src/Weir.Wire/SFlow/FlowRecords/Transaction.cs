using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>One transaction of a service (early host draft): flow record <c>transaction</c> (sFlow v5, 0:2000).</summary>
/// <remarks>
/// <code>
/// direction(4) wait(4) duration(4) status(4) bytes_received(8) bytes_send(8)
/// </code>
/// </remarks>
public readonly record struct Transaction : IRecord<Transaction>
{
    /// <summary>Tag of the record: 0:2000.</summary>
    public const uint Tag = 2000;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 32;

    /// <summary>1 seen by the client, 2 seen by the server.</summary>
    public uint Direction { get; init; }

    /// <summary>Microseconds the transaction waited in a queue.</summary>
    public uint Wait { get; init; }

    /// <summary>Microseconds from the start of processing to its end.</summary>
    public uint Duration { get; init; }

    /// <summary>Result of the transaction.</summary>
    public uint Status { get; init; }

    /// <summary>Bytes received.</summary>
    public ulong BytesReceived { get; init; }

    /// <summary>Bytes sent.</summary>
    public ulong BytesSend { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Transaction>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Transaction record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Transaction
        {
            Direction = XdrField.UInt32(body, 0),
            Wait = XdrField.UInt32(body, 4),
            Duration = XdrField.UInt32(body, 8),
            Status = XdrField.UInt32(body, 12),
            BytesReceived = XdrField.UInt64(body, 16),
            BytesSend = XdrField.UInt64(body, 24),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Direction);
        writer.WriteUInt32(Wait);
        writer.WriteUInt32(Duration);
        writer.WriteUInt32(Status);
        writer.WriteUInt64(BytesReceived);
        writer.WriteUInt64(BytesSend);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("direction", Direction);
        json.WriteNumber("wait", Wait);
        json.WriteNumber("duration", Duration);
        json.WriteNumber("status", Status);
        json.WriteNumber("bytes_received", BytesReceived);
        json.WriteNumber("bytes_send", BytesSend);
    }
}
