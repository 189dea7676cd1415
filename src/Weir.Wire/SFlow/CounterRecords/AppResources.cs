using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>What an application uses: counter record <c>app_resources</c> (sFlow v5, 0:2203).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// user_time(4) system_time(4) mem_used(8) mem_max(8) fd_open(4) fd_max(4) conn_open(4) conn_max(4)
/// </code>
/// </remarks>
public readonly record struct AppResources : IRecord<AppResources>
{
    /// <summary>Tag of the record: 0:2203.</summary>
    public const uint Tag = 2203;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 40;

    /// <summary>Milliseconds of user time.</summary>
    public uint UserTime { get; init; }

    /// <summary>Milliseconds of system time.</summary>
    public uint SystemTime { get; init; }

    /// <summary>Bytes of memory in use.</summary>
    public ulong MemUsed { get; init; }

    /// <summary>Most bytes of memory.</summary>
    public ulong MemMax { get; init; }

    /// <summary>Open file descriptors.</summary>
    public uint FdOpen { get; init; }

    /// <summary>Most file descriptors.</summary>
    public uint FdMax { get; init; }

    /// <summary>Open connections.</summary>
    public uint ConnOpen { get; init; }

    /// <summary>Most connections.</summary>
    public uint ConnMax { get; init; }

    /// <inheritdoc/>
    static uint IRecord<AppResources>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out AppResources record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new AppResources
        {
            UserTime = XdrField.UInt32(body, 0),
            SystemTime = XdrField.UInt32(body, 4),
            MemUsed = XdrField.UInt64(body, 8),
            MemMax = XdrField.UInt64(body, 16),
            FdOpen = XdrField.UInt32(body, 24),
            FdMax = XdrField.UInt32(body, 28),
            ConnOpen = XdrField.UInt32(body, 32),
            ConnMax = XdrField.UInt32(body, 36),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(UserTime);
        writer.WriteUInt32(SystemTime);
        writer.WriteUInt64(MemUsed);
        writer.WriteUInt64(MemMax);
        writer.WriteUInt32(FdOpen);
        writer.WriteUInt32(FdMax);
        writer.WriteUInt32(ConnOpen);
        writer.WriteUInt32(ConnMax);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("user_time", UserTime);
        json.WriteNumber("system_time", SystemTime);
        json.WriteNumber("mem_used", MemUsed);
        json.WriteNumber("mem_max", MemMax);
        json.WriteNumber("fd_open", FdOpen);
        json.WriteNumber("fd_max", FdMax);
        json.WriteNumber("conn_open", ConnOpen);
        json.WriteNumber("conn_max", ConnMax);
    }
}
