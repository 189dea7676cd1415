using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Name of a port: counter record <c>port_name</c> (sFlow v5, 0:1005).</summary>
/// <remarks>
/// <code>
/// name&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct PortName : IRecord<PortName>
{
    /// <summary>Tag of the record: 0:1005.</summary>
    public const uint Tag = 1005;

    /// <summary>The name.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <inheritdoc/>
    static uint IRecord<PortName>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PortName record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> name))
        {
            return false;
        }

        record = new PortName
        {
            Name = name,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Name);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "name", Name);
    }
}
