using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>How busy an 802.11 channel is: counter record <c>radio_utilization</c> (sFlow v5, 0:1002).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// elapsed_time(4) on_channel_time(4) on_channel_busy_time(4)
/// </code>
/// </remarks>
public readonly record struct RadioUtilization : IRecord<RadioUtilization>
{
    /// <summary>Tag of the record: 0:1002.</summary>
    public const uint Tag = 1002;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>Milliseconds since start.</summary>
    public uint ElapsedTime { get; init; }

    /// <summary>Milliseconds spent on the assigned channel.</summary>
    public uint OnChannelTime { get; init; }

    /// <summary>Milliseconds the channel was busy.</summary>
    public uint OnChannelBusyTime { get; init; }

    /// <inheritdoc/>
    static uint IRecord<RadioUtilization>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out RadioUtilization record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new RadioUtilization
        {
            ElapsedTime = XdrField.UInt32(body, 0),
            OnChannelTime = XdrField.UInt32(body, 4),
            OnChannelBusyTime = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(ElapsedTime);
        writer.WriteUInt32(OnChannelTime);
        writer.WriteUInt32(OnChannelBusyTime);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("elapsed_time", ElapsedTime);
        json.WriteNumber("on_channel_time", OnChannelTime);
        json.WriteNumber("on_channel_busy_time", OnChannelBusyTime);
    }
}
