using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>How long a packet stayed in the device: flow record <c>extended_transit</c> (sFlow v5, 0:1039).</summary>
/// <remarks>
/// <code>
/// delay(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedTransit : IRecord<ExtendedTransit>
{
    /// <summary>Tag of the record: 0:1039.</summary>
    public const uint Tag = 1039;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Nanoseconds of delay; all ones means that long or longer.</summary>
    public uint Delay { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedTransit>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedTransit record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedTransit
        {
            Delay = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Delay);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("delay", Delay);
    }
}
