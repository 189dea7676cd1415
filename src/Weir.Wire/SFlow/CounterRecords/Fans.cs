using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Fans of a device (mailing list draft): counter record <c>fans</c> (sFlow v5, 0:3003).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// total(4) failed(4) speed(4)
/// </code>
/// </remarks>
public readonly record struct Fans : IRecord<Fans>
{
    /// <summary>Tag of the record: 0:3003.</summary>
    public const uint Tag = 3003;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>Fans.</summary>
    public uint Total { get; init; }

    /// <summary>Fans that failed.</summary>
    public uint Failed { get; init; }

    /// <summary>Average speed, in percent.</summary>
    public uint Speed { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Fans>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Fans record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Fans
        {
            Total = XdrField.UInt32(body, 0),
            Failed = XdrField.UInt32(body, 4),
            Speed = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Total);
        writer.WriteUInt32(Failed);
        writer.WriteUInt32(Speed);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("total", Total);
        json.WriteNumber("failed", Failed);
        json.WriteNumber("speed", Speed);
    }
}
