using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>What a host is: counter record <c>host_descr</c> (sFlow v5, 0:2000).</summary>
/// <remarks>
/// <code>
/// hostname&lt;&gt; uuid(16) machine_type(4) os_name(4) os_release&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct HostDescr : IRecord<HostDescr>
{
    /// <summary>Tag of the record: 0:2000.</summary>
    public const uint Tag = 2000;

    /// <summary>Host name; empty when unknown.</summary>
    public ReadOnlySpan<byte> Hostname { get; init; }

    /// <summary>16 bytes; all zero when unknown.</summary>
    public Guid Uuid { get; init; }

    /// <summary>Processor family: 2 x86, 3 x86_64, 10 arm, 0 unknown.</summary>
    public uint MachineType { get; init; }

    /// <summary>Operating system: 2 linux, 3 windows, 4 darwin, 0 unknown.</summary>
    public uint OsName { get; init; }

    /// <summary>Release of the operating system; empty when unknown.</summary>
    public ReadOnlySpan<byte> OsRelease { get; init; }

    /// <inheritdoc/>
    static uint IRecord<HostDescr>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HostDescr record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> hostname) || !reader.TryReadFixed(16, out ReadOnlySpan<byte> uuid)
            || !reader.TryReadUInt32(out uint machineType) || !reader.TryReadUInt32(out uint osName)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> osRelease))
        {
            return false;
        }

        record = new HostDescr
        {
            Hostname = hostname,
            Uuid = new Guid(uuid, bigEndian: true),
            MachineType = machineType,
            OsName = osName,
            OsRelease = osRelease,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Hostname);
        XdrField.WriteGuid(ref writer, Uuid);
        writer.WriteUInt32(MachineType);
        writer.WriteUInt32(OsName);
        writer.WriteOpaque(OsRelease);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "hostname", Hostname);
        json.WriteString("uuid", Uuid);
        json.WriteNumber("machine_type", MachineType);
        json.WriteNumber("os_name", OsName);
        JsonFields.Text(json, "os_release", OsRelease);
    }
}
