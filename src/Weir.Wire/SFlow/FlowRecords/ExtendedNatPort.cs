using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>Ports of a packet after translation; a side that is not translated repeats the packet's own: flow record <c>extended_nat_port</c> (sFlow v5, 0:1020).</summary>
/// <remarks>
/// <code>
/// src_port(4) dst_port(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedNatPort : IRecord<ExtendedNatPort>
{
    /// <summary>Tag of the record: 0:1020.</summary>
    public const uint Tag = 1020;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 8;

    /// <summary>Translated source port.</summary>
    public uint SrcPort { get; init; }

    /// <summary>Translated destination port.</summary>
    public uint DstPort { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedNatPort>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedNatPort record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedNatPort
        {
            SrcPort = XdrField.UInt32(body, 0),
            DstPort = XdrField.UInt32(body, 4),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(SrcPort);
        writer.WriteUInt32(DstPort);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("src_port", SrcPort);
        json.WriteNumber("dst_port", DstPort);
    }
}
