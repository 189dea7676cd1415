using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Temperatures of a device (mailing list draft): counter record <c>temperature</c> (sFlow v5, 0:3001).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// minimum(4) maximum(4) errors(4)
/// </code>
/// </remarks>
public readonly record struct Temperature : IRecord<Temperature>
{
    /// <summary>Tag of the record: 0:3001.</summary>
    public const uint Tag = 3001;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>Coolest thermometer, in tenths of a degree Celsius.</summary>
    public int Minimum { get; init; }

    /// <summary>Hottest thermometer, in tenths of a degree Celsius.</summary>
    public int Maximum { get; init; }

    /// <summary>Temperature exceptions.</summary>
    public uint Errors { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Temperature>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Temperature record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Temperature
        {
            Minimum = XdrField.Int32(body, 0),
            Maximum = XdrField.Int32(body, 4),
            Errors = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteInt32(Minimum);
        writer.WriteInt32(Maximum);
        writer.WriteUInt32(Errors);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("minimum", Minimum);
        json.WriteNumber("maximum", Maximum);
        json.WriteNumber("errors", Errors);
    }
}
