using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Memory of a virtual machine: counter record <c>virt_memory</c> (sFlow v5, 0:2102).</summary>
/// <remarks>
/// <code>
/// memory(8) maxMemory(8)
/// </code>
/// </remarks>
public readonly record struct VirtMemory : IRecord<VirtMemory>
{
    /// <summary>Tag of the record: 0:2102.</summary>
    public const uint Tag = 2102;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 16;

    /// <summary>Bytes in use.</summary>
    public ulong Memory { get; init; }

    /// <summary>Bytes allowed.</summary>
    public ulong MaxMemory { get; init; }

    /// <inheritdoc/>
    static uint IRecord<VirtMemory>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out VirtMemory record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new VirtMemory
        {
            Memory = XdrField.UInt64(body, 0),
            MaxMemory = XdrField.UInt64(body, 8),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(Memory);
        writer.WriteUInt64(MaxMemory);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("memory", Memory);
        json.WriteNumber("maxMemory", MaxMemory);
    }
}
