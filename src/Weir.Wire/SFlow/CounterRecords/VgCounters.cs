using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>100BaseVG counters (RFC 2020): counter record <c>vg_counters</c> (sFlow v5, 0:4).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// dot12InHighPriorityFrames(4) dot12InHighPriorityOctets(8) dot12InNormPriorityFrames(4)
/// dot12InNormPriorityOctets(8) dot12InIPMErrors(4) dot12InOversizeFrameErrors(4) dot12InDataErrors(4)
/// dot12InNullAddressedFrames(4) dot12OutHighPriorityFrames(4) dot12OutHighPriorityOctets(8)
/// dot12TransitionIntoTrainings(4) dot12HCInHighPriorityOctets(8) dot12HCInNormPriorityOctets(8)
/// dot12HCOutHighPriorityOctets(8)
/// </code>
/// </remarks>
public readonly record struct VgCounters : IRecord<VgCounters>
{
    /// <summary>Tag of the record: 0:4.</summary>
    public const uint Tag = 4;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 80;

    /// <summary>Object dot12InHighPriorityFrames of DOT12-IF-MIB.</summary>
    public uint Dot12InHighPriorityFrames { get; init; }

    /// <summary>Object dot12InHighPriorityOctets of DOT12-IF-MIB.</summary>
    public ulong Dot12InHighPriorityOctets { get; init; }

    /// <summary>Object dot12InNormPriorityFrames of DOT12-IF-MIB.</summary>
    public uint Dot12InNormPriorityFrames { get; init; }

    /// <summary>Object dot12InNormPriorityOctets of DOT12-IF-MIB.</summary>
    public ulong Dot12InNormPriorityOctets { get; init; }

    /// <summary>Object dot12InIPMErrors of DOT12-IF-MIB.</summary>
    public uint Dot12InIPMErrors { get; init; }

    /// <summary>Object dot12InOversizeFrameErrors of DOT12-IF-MIB.</summary>
    public uint Dot12InOversizeFrameErrors { get; init; }

    /// <summary>Object dot12InDataErrors of DOT12-IF-MIB.</summary>
    public uint Dot12InDataErrors { get; init; }

    /// <summary>Object dot12InNullAddressedFrames of DOT12-IF-MIB.</summary>
    public uint Dot12InNullAddressedFrames { get; init; }

    /// <summary>Object dot12OutHighPriorityFrames of DOT12-IF-MIB.</summary>
    public uint Dot12OutHighPriorityFrames { get; init; }

    /// <summary>Object dot12OutHighPriorityOctets of DOT12-IF-MIB.</summary>
    public ulong Dot12OutHighPriorityOctets { get; init; }

    /// <summary>Object dot12TransitionIntoTrainings of DOT12-IF-MIB.</summary>
    public uint Dot12TransitionIntoTrainings { get; init; }

    /// <summary>Object dot12HCInHighPriorityOctets of DOT12-IF-MIB.</summary>
    public ulong Dot12HCInHighPriorityOctets { get; init; }

    /// <summary>Object dot12HCInNormPriorityOctets of DOT12-IF-MIB.</summary>
    public ulong Dot12HCInNormPriorityOctets { get; init; }

    /// <summary>Object dot12HCOutHighPriorityOctets of DOT12-IF-MIB.</summary>
    public ulong Dot12HCOutHighPriorityOctets { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VgCounters>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VgCounters record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VgCounters
        {
            Dot12InHighPriorityFrames = XdrField.UInt32(body, 0),
            Dot12InHighPriorityOctets = XdrField.UInt64(body, 4),
            Dot12InNormPriorityFrames = XdrField.UInt32(body, 12),
            Dot12InNormPriorityOctets = XdrField.UInt64(body, 16),
            Dot12InIPMErrors = XdrField.UInt32(body, 24),
            Dot12InOversizeFrameErrors = XdrField.UInt32(body, 28),
            Dot12InDataErrors = XdrField.UInt32(body, 32),
            Dot12InNullAddressedFrames = XdrField.UInt32(body, 36),
            Dot12OutHighPriorityFrames = XdrField.UInt32(body, 40),
            Dot12OutHighPriorityOctets = XdrField.UInt64(body, 44),
            Dot12TransitionIntoTrainings = XdrField.UInt32(body, 52),
            Dot12HCInHighPriorityOctets = XdrField.UInt64(body, 56),
            Dot12HCInNormPriorityOctets = XdrField.UInt64(body, 64),
            Dot12HCOutHighPriorityOctets = XdrField.UInt64(body, 72),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Dot12InHighPriorityFrames);
        writer.WriteUInt64(Dot12InHighPriorityOctets);
        writer.WriteUInt32(Dot12InNormPriorityFrames);
        writer.WriteUInt64(Dot12InNormPriorityOctets);
        writer.WriteUInt32(Dot12InIPMErrors);
        writer.WriteUInt32(Dot12InOversizeFrameErrors);
        writer.WriteUInt32(Dot12InDataErrors);
        writer.WriteUInt32(Dot12InNullAddressedFrames);
        writer.WriteUInt32(Dot12OutHighPriorityFrames);
        writer.WriteUInt64(Dot12OutHighPriorityOctets);
        writer.WriteUInt32(Dot12TransitionIntoTrainings);
        writer.WriteUInt64(Dot12HCInHighPriorityOctets);
        writer.WriteUInt64(Dot12HCInNormPriorityOctets);
        writer.WriteUInt64(Dot12HCOutHighPriorityOctets);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("dot12InHighPriorityFrames", Dot12InHighPriorityFrames);
        json.WriteNumber("dot12InHighPriorityOctets", Dot12InHighPriorityOctets);
        json.WriteNumber("dot12InNormPriorityFrames", Dot12InNormPriorityFrames);
        json.WriteNumber("dot12InNormPriorityOctets", Dot12InNormPriorityOctets);
        json.WriteNumber("dot12InIPMErrors", Dot12InIPMErrors);
        json.WriteNumber("dot12InOversizeFrameErrors", Dot12InOversizeFrameErrors);
        json.WriteNumber("dot12InDataErrors", Dot12InDataErrors);
        json.WriteNumber("dot12InNullAddressedFrames", Dot12InNullAddressedFrames);
        json.WriteNumber("dot12OutHighPriorityFrames", Dot12OutHighPriorityFrames);
        json.WriteNumber("dot12OutHighPriorityOctets", Dot12OutHighPriorityOctets);
        json.WriteNumber("dot12TransitionIntoTrainings", Dot12TransitionIntoTrainings);
        json.WriteNumber("dot12HCInHighPriorityOctets", Dot12HCInHighPriorityOctets);
        json.WriteNumber("dot12HCInNormPriorityOctets", Dot12HCInNormPriorityOctets);
        json.WriteNumber("dot12HCOutHighPriorityOctets", Dot12HCOutHighPriorityOctets);
    }
}
