using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Processor of a virtual machine: counter record <c>virt_cpu</c> (sFlow v5, 0:2101).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// state(4) cpuTime(4) nrVirtCpu(4)
/// </code>
/// </remarks>
public readonly record struct VirtCpu : IRecord<VirtCpu>
{
    /// <summary>Tag of the record: 0:2101.</summary>
    public const uint Tag = 2101;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 12;

    /// <summary>State of the domain: 1 running, 3 paused, 5 shut off, 6 crashed, 0 none.</summary>
    public uint State { get; init; }

    /// <summary>Milliseconds of processor time used.</summary>
    public uint CpuTime { get; init; }

    /// <summary>Virtual processors.</summary>
    public uint NrVirtCpu { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VirtCpu>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VirtCpu record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VirtCpu
        {
            State = XdrField.UInt32(body, 0),
            CpuTime = XdrField.UInt32(body, 4),
            NrVirtCpu = XdrField.UInt32(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(State);
        writer.WriteUInt32(CpuTime);
        writer.WriteUInt32(NrVirtCpu);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("state", State);
        json.WriteNumber("cpuTime", CpuTime);
        json.WriteNumber("nrVirtCpu", NrVirtCpu);
    }
}
