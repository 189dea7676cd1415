using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Memory of a host: counter record <c>host_memory</c> (sFlow v5, 0:2004).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// mem_total(8) mem_free(8) mem_shared(8) mem_buffers(8) mem_cached(8) swap_total(8) swap_free(8) page_in(4)
/// page_out(4) swap_in(4) swap_out(4)
/// </code>
/// </remarks>
public readonly record struct HostMemory : IRecord<HostMemory>
{
    /// <summary>Tag of the record: 0:2004.</summary>
    public const uint Tag = 2004;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 72;

    /// <summary>Bytes of memory.</summary>
    public ulong MemTotal { get; init; }

    /// <summary>Bytes free.</summary>
    public ulong MemFree { get; init; }

    /// <summary>Bytes shared.</summary>
    public ulong MemShared { get; init; }

    /// <summary>Bytes in buffers.</summary>
    public ulong MemBuffers { get; init; }

    /// <summary>Bytes in the page cache.</summary>
    public ulong MemCached { get; init; }

    /// <summary>Bytes of swap space.</summary>
    public ulong SwapTotal { get; init; }

    /// <summary>Bytes of swap space free.</summary>
    public ulong SwapFree { get; init; }

    /// <summary>Pages read in.</summary>
    public uint PageIn { get; init; }

    /// <summary>Pages written out.</summary>
    public uint PageOut { get; init; }

    /// <summary>Pages swapped in.</summary>
    public uint SwapIn { get; init; }

    /// <summary>Pages swapped out.</summary>
    public uint SwapOut { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HostMemory>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostMemory record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new HostMemory
        {
            MemTotal = XdrField.UInt64(body, 0),
            MemFree = XdrField.UInt64(body, 8),
            MemShared = XdrField.UInt64(body, 16),
            MemBuffers = XdrField.UInt64(body, 24),
            MemCached = XdrField.UInt64(body, 32),
            SwapTotal = XdrField.UInt64(body, 40),
            SwapFree = XdrField.UInt64(body, 48),
            PageIn = XdrField.UInt32(body, 56),
            PageOut = XdrField.UInt32(body, 60),
            SwapIn = XdrField.UInt32(body, 64),
            SwapOut = XdrField.UInt32(body, 68),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(MemTotal);
        writer.WriteUInt64(MemFree);
        writer.WriteUInt64(MemShared);
        writer.WriteUInt64(MemBuffers);
        writer.WriteUInt64(MemCached);
        writer.WriteUInt64(SwapTotal);
        writer.WriteUInt64(SwapFree);
        writer.WriteUInt32(PageIn);
        writer.WriteUInt32(PageOut);
        writer.WriteUInt32(SwapIn);
        writer.WriteUInt32(SwapOut);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("mem_total", MemTotal);
        json.WriteNumber("mem_free", MemFree);
        json.WriteNumber("mem_shared", MemShared);
        json.WriteNumber("mem_buffers", MemBuffers);
        json.WriteNumber("mem_cached", MemCached);
        json.WriteNumber("swap_total", SwapTotal);
        json.WriteNumber("swap_free", SwapFree);
        json.WriteNumber("page_in", PageIn);
        json.WriteNumber("page_out", PageOut);
        json.WriteNumber("swap_in", SwapIn);
        json.WriteNumber("swap_out", SwapOut);
    }
}
