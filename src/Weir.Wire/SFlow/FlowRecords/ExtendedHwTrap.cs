using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The devlink trap that caught a packet: flow record <c>extended_hw_trap</c> (sFlow v5, 0:1041).</summary>
/// <remarks>
/// <code>
/// group&lt;&gt; trap&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct ExtendedHwTrap : IRecord<ExtendedHwTrap>
{
    /// <summary>Tag of the record: 0:1041.</summary>
    public const uint Tag = 1041;

    /// <summary>Name of the trap group.</summary>
    public ReadOnlySpan<byte> Group { get; init; }

    /// <summary>Name of the trap.</summary>
    public ReadOnlySpan<byte> Trap { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedHwTrap>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedHwTrap record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> group) || !reader.TryReadOpaque(out ReadOnlySpan<byte> trap))
        {
            return false;
        }

        record = new ExtendedHwTrap
        {
            Group = group,
            Trap = trap,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteOpaque(Group);
        writer.WriteOpaque(Trap);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        JsonFields.Text(json, "group", Group);
        JsonFields.Text(json, "trap", Trap);
    }
}
