using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>A hypervisor: counter record <c>virt_node</c> (sFlow v5, 0:2100).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// mhz(4) cpus(4) memory(8) memory_free(8) num_domains(4)
/// </code>
/// </remarks>
public readonly record struct VirtNode : IRecord<VirtNode>
{
    /// <summary>Tag of the record: 0:2100.</summary>
    public const uint Tag = 2100;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 28;

    /// <summary>Frequency of the processors, in MHz.</summary>
    public uint Mhz { get; init; }

    /// <summary>Active processors.</summary>
    public uint Cpus { get; init; }

    /// <summary>Bytes of memory.</summary>
    public ulong Memory { get; init; }

    /// <summary>Bytes not assigned to a domain.</summary>
    public ulong MemoryFree { get; init; }

    /// <summary>Active domains.</summary>
    public uint NumDomains { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VirtNode>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VirtNode record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VirtNode
        {
            Mhz = XdrField.UInt32(body, 0),
            Cpus = XdrField.UInt32(body, 4),
            Memory = XdrField.UInt64(body, 8),
            MemoryFree = XdrField.UInt64(body, 16),
            NumDomains = XdrField.UInt32(body, 24),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Mhz);
        writer.WriteUInt32(Cpus);
        writer.WriteUInt64(Memory);
        writer.WriteUInt64(MemoryFree);
        writer.WriteUInt32(NumDomains);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("mhz", Mhz);
        json.WriteNumber("cpus", Cpus);
        json.WriteNumber("memory", Memory);
        json.WriteNumber("memory_free", MemoryFree);
        json.WriteNumber("num_domains", NumDomains);
    }
}
