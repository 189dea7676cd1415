using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The access list that decided about a packet: flow record <c>extended_acl</c> (sFlow v5, 0:1037).</summary>
/// <remarks>
/// <code>
/// number(4) name&lt;&gt; direction(4)
/// </code>
/// </remarks>
public readonly ref struct ExtendedAcl : IRecord<ExtendedAcl>
{
    /// <summary>Tag of the record: 0:1037.</summary>
    public const uint Tag = 1037;

    /// <summary>Number of the list.</summary>
    public uint Number { get; init; }

    /// <summary>Name of the list.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>0 unknown, 1 ingress, 2 egress.</summary>
    public uint Direction { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedAcl>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedAcl record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint number) || !reader.TryReadOpaque(out ReadOnlySpan<byte> name)
            || !reader.TryReadUInt32(out uint direction))
        {
            return false;
        }

        record = new ExtendedAcl
        {
            Number = number,
            Name = name,
            Direction = direction,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Number);
        writer.WriteOpaque(Name);
        writer.WriteUInt32(Direction);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("number", Number);
        JsonFields.Text(json, "name", Name);
        json.WriteNumber("direction", Direction);
    }
}
