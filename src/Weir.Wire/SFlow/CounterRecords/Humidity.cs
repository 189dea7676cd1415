using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Humidity at a device (mailing list draft): counter record <c>humidity</c> (sFlow v5, 0:3002).</summary>
/// <remarks>
/// <code>
/// relative(4)
/// </code>
/// </remarks>
public readonly record struct Humidity : IRecord<Humidity>
{
    /// <summary>Tag of the record: 0:3002.</summary>
    public const uint Tag = 3002;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Relative humidity, in percent.</summary>
    public int Relative { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Humidity>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Humidity record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Humidity
        {
            Relative = XdrField.Int32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteInt32(Relative);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("relative", Relative);
    }
}
