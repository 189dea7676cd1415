using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Load and memory of a network device: counter record <c>processor</c> (sFlow v5, 0:1001).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// 5s_cpu(4) 1m_cpu(4) 5m_cpu(4) total_memory(8) free_memory(8)
/// </code>
/// </remarks>
public readonly record struct Processor : IRecord<Processor>
{
    /// <summary>Tag of the record: 0:1001.</summary>
    public const uint Tag = 1001;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 28;

    /// <summary>Average load of 5 seconds, in hundredths of a percent; all ones unknown.</summary>
    public uint Cpu5s { get; init; }

    /// <summary>Average load of 1 minute, in hundredths of a percent; all ones unknown.</summary>
    public uint Cpu1m { get; init; }

    /// <summary>Average load of 5 minutes, in hundredths of a percent; all ones unknown.</summary>
    public uint Cpu5m { get; init; }

    /// <summary>Bytes of memory.</summary>
    public ulong TotalMemory { get; init; }

    /// <summary>Bytes of free memory.</summary>
    public ulong FreeMemory { get; init; }

    /// <inheritdoc/>
    static uint IRecord<Processor>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Processor record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new Processor
        {
            Cpu5s = XdrField.UInt32(body, 0),
            Cpu1m = XdrField.UInt32(body, 4),
            Cpu5m = XdrField.UInt32(body, 8),
            TotalMemory = XdrField.UInt64(body, 12),
            FreeMemory = XdrField.UInt64(body, 20),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Cpu5s);
        writer.WriteUInt32(Cpu1m);
        writer.WriteUInt32(Cpu5m);
        writer.WriteUInt64(TotalMemory);
        writer.WriteUInt64(FreeMemory);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("5s_cpu", Cpu5s);
        json.WriteNumber("1m_cpu", Cpu1m);
        json.WriteNumber("5m_cpu", Cpu5m);
        json.WriteNumber("total_memory", TotalMemory);
        json.WriteNumber("free_memory", FreeMemory);
    }
}
