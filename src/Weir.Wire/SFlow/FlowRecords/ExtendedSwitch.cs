using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>VLAN and priority of a packet on both sides of a switch: flow record <c>extended_switch</c> (sFlow v5, 0:1001).</summary>
/// <remarks>
/// <code>
/// src_vlan(4) src_priority(4) dst_vlan(4) dst_priority(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedSwitch : IRecord<ExtendedSwitch>
{
    /// <summary>Tag of the record: 0:1001.</summary>
    public const uint Tag = 1001;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 16;

    /// <summary>VLAN id the frame came in with; all ones unknown.</summary>
    public uint SrcVlan { get; init; }

    /// <summary>802.1p priority the frame came in with; all ones unknown.</summary>
    public uint SrcPriority { get; init; }

    /// <summary>VLAN id the frame leaves with; all ones unknown.</summary>
    public uint DstVlan { get; init; }

    /// <summary>802.1p priority the frame leaves with; all ones unknown.</summary>
    public uint DstPriority { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedSwitch>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedSwitch record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedSwitch
        {
            SrcVlan = XdrField.UInt32(body, 0),
            SrcPriority = XdrField.UInt32(body, 4),
            DstVlan = XdrField.UInt32(body, 8),
            DstPriority = XdrField.UInt32(body, 12),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(SrcVlan);
        writer.WriteUInt32(SrcPriority);
        writer.WriteUInt32(DstVlan);
        writer.WriteUInt32(DstPriority);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("src_vlan", SrcVlan);
        json.WriteNumber("src_priority", SrcPriority);
        json.WriteNumber("dst_vlan", DstVlan);
        json.WriteNumber("dst_priority", DstPriority);
    }
}
