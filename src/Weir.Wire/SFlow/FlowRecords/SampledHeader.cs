using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Wire.Packets;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The first bytes of a sampled packet: flow record <c>sampled_header</c> (sFlow v5, 0:1).</summary>
/// <remarks>
/// <code>
/// protocol(4) frame_length(4) stripped(4) header&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct SampledHeader : IRecord<SampledHeader>
{
    /// <summary>Tag of the record: 0:1.</summary>
    public const uint Tag = 1;

    private const int FixedSize = 16;

    /// <summary>What the header begins with; other values than the enumeration's are legal.</summary>
    public HeaderProtocol Protocol { get; init; }

    /// <summary>Bytes of the whole frame on the wire, the stripped ones included.</summary>
    public uint FrameLength { get; init; }

    /// <summary>Bytes taken off before the header was captured, the frame check sequence for example.</summary>
    public uint Stripped { get; init; }

    /// <summary>The captured bytes; may end anywhere.</summary>
    public ReadOnlySpan<byte> Header { get; init; }

    /// <inheritdoc/>
    static uint IRecord<SampledHeader>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the header reaches past the end of the body.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> body, out SampledHeader record)
    {
        if (body.Length >= FixedSize)
        {
            uint length = XdrField.UInt32(body, 12);
            if (length <= (uint)(body.Length - FixedSize))
            {
                record = new SampledHeader
                {
                    Protocol = (HeaderProtocol)XdrField.UInt32(body, 0),
                    FrameLength = XdrField.UInt32(body, 4),
                    Stripped = XdrField.UInt32(body, 8),
                    Header = body.Slice(FixedSize, (int)length),
                };
                return true;
            }
        }

        record = default;
        return false;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32((uint)Protocol);
        writer.WriteUInt32(FrameLength);
        writer.WriteUInt32(Stripped);
        writer.WriteOpaque(Header);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("protocol", (uint)Protocol);
        json.WriteNumber("frame_length", FrameLength);
        json.WriteNumber("stripped", Stripped);
        JsonFields.Hex(json, "header", Header);
        json.WritePropertyName("packet");
        PacketJson.Write(json, Header, Protocol);
    }
}
