using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Virtual network a packet came in: flow record <c>extended_vni_ingress</c> (sFlow v5, 0:1030).</summary>
/// <remarks>
/// <code>
/// vni(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedVniIngress : IRecord<ExtendedVniIngress>
{
    /// <summary>Tag of the record: 0:1030.</summary>
    public const uint Tag = 1030;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 4;

    /// <summary>Virtual network identifier.</summary>
    public uint Vni { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedVniIngress>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedVniIngress record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedVniIngress
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
