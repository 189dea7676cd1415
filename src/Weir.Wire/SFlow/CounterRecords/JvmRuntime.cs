using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>What a Java virtual machine is: counter record <c>jvm_runtime</c> (sFlow v5, 0:2105).</summary>
/// <remarks>
/// <code>
/// vm_name&lt;&gt; vm_vendor&lt;&gt; vm_version&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct JvmRuntime : IRecord<JvmRuntime>
{
    /// <summary>Tag of the record: 0:2105.</summary>
    public const uint Tag = 2105;

    /// <summary>Name of the virtual machine.</summary>
    public ReadOnlySpan<byte> VmName { get; init; }

    /// <summary>Vendor of the virtual machine.</summary>
    public ReadOnlySpan<byte> VmVendor { get; init; }

    /// <summary>Version of the virtual machine.</summary>
    public ReadOnlySpan<byte> VmVersion { get; init; }

    /// <inheritdoc/>
    static uint IRecord<JvmRuntime>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out JvmRuntime record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> vmName) || !reader.TryReadOpaque(out ReadOnlySpan<byte> vmVendor)
            || !reader.TryReadOpaque(out ReadOnlySpan<byte> vmVersion))
        {
            return false;
        }

        record = new JvmRuntime
        {
            VmName = vmName,
            VmVendor = vmVendor,
            VmVersion = vmVersion,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(VmName);
        writer.WriteOpaque(VmVendor);
        writer.WriteOpaque(VmVersion);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "vm_name", VmName);
        JsonFields.Text(json, "vm_vendor", VmVendor);
        JsonFields.Text(json, "vm_version", VmVersion);
    }
}
