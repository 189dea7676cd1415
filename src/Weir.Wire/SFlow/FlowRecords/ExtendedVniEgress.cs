using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Virtual network a packet leaves in: flow record <c>extended_vni_egress</c> (sFlow v5, 0:1029).</summary>
/// <remarks>
/// <code>
/// vni(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedVniEgress : IRecord<ExtendedVniEgress>
{
    /// <summary>Tag of the record: 0:1029.</summary>
    public const uint Tag = 1029;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Virtual network identifier.</summary>
    public uint Vni { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedVniEgress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedVniEgress record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedVniEgress
        {
            Vni = XdrField.UInt32(body, 0),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Vni);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("vni", Vni);
    }
}
