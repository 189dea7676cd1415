using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>NVIDIA graphics processors of a host: counter record <c>nvidia_gpu</c> (sFlow v5, 5703:1).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// device_count(4) processes(4) gpu_time(4) mem_time(4) mem_total(8) mem_free(8) ecc_errors(4) energy(4)
/// temperature(4) fan_speed(4)
/// </code>
/// </remarks>
public readonly record struct NvidiaGpu : IRecord<NvidiaGpu>
{
    /// <summary>Tag of the record: 5703:1.</summary>
    public const uint Tag = (5703u << 12) | 1;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 48;

    /// <summary>Devices.</summary>
    public uint DeviceCount { get; init; }

    /// <summary>Compute processes.</summary>
    public uint Processes { get; init; }

    /// <summary>Milliseconds in which a kernel ran.</summary>
    public uint GpuTime { get; init; }

    /// <summary>Milliseconds in which device memory was accessed.</summary>
    public uint MemTime { get; init; }

    /// <summary>Bytes of frame buffer.</summary>
    public ulong MemTotal { get; init; }

    /// <summary>Bytes of frame buffer free.</summary>
    public ulong MemFree { get; init; }

    /// <summary>Volatile ECC errors.</summary>
    public uint EccErrors { get; init; }

    /// <summary>Millijoules used.</summary>
    public uint Energy { get; init; }

    /// <summary>Hottest device, in degrees Celsius.</summary>
    public uint Temperature { get; init; }

    /// <summary>Fastest fan, in percent.</summary>
    public uint FanSpeed { get; init; }

    /// <inheritdoc/>
    static uint IRecord<NvidiaGpu>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out NvidiaGpu record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new NvidiaGpu
        {
            DeviceCount = XdrField.UInt32(body, 0),
            Processes = XdrField.UInt32(body, 4),
            GpuTime = XdrField.UInt32(body, 8),
            MemTime = XdrField.UInt32(body, 12),
            MemTotal = XdrField.UInt64(body, 16),
            MemFree = XdrField.UInt64(body, 24),
            EccErrors = XdrField.UInt32(body, 32),
            Energy = XdrField.UInt32(body, 36),
            Temperature = XdrField.UInt32(body, 40),
            FanSpeed = XdrField.UInt32(body, 44),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(DeviceCount);
        writer.WriteUInt32(Processes);
        writer.WriteUInt32(GpuTime);
        writer.WriteUInt32(MemTime);
        writer.WriteUInt64(MemTotal);
        writer.WriteUInt64(MemFree);
        writer.WriteUInt32(EccErrors);
        writer.WriteUInt32(Energy);
        writer.WriteUInt32(Temperature);
        writer.WriteUInt32(FanSpeed);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("device_count", DeviceCount);
        json.WriteNumber("processes", Processes);
        json.WriteNumber("gpu_time", GpuTime);
        json.WriteNumber("mem_time", MemTime);
        json.WriteNumber("mem_total", MemTotal);
        json.WriteNumber("mem_free", MemFree);
        json.WriteNumber("ecc_errors", EccErrors);
        json.WriteNumber("energy", Energy);
        json.WriteNumber("temperature", Temperature);
        json.WriteNumber("fan_speed", FanSpeed);
    }
}
