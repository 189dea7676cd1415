using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>The OpenFlow 1.0 entry a packet matched (deprecated): flow record <c>extended_openflow_v1</c> (sFlow v5, 0:1017).</summary>
/// <remarks>
/// <code>
/// flow_cookie(8) flow_match(4) flow_actions(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedOpenFlowV1 : IRecord<ExtendedOpenFlowV1>
{
    /// <summary>Tag of the record: 0:1017.</summary>
    public const uint Tag = 1017;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 16;

    /// <summary>Cookie set by the controller.</summary>
    public ulong FlowCookie { get; init; }

    /// <summary>Bits of the fields that were wildcarded.</summary>
    public uint FlowMatch { get; init; }

    /// <summary>Bits of the actions applied.</summary>
    public uint FlowActions { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedOpenFlowV1>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedOpenFlowV1 record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedOpenFlowV1
        {
            FlowCookie = XdrField.UInt64(body, 0),
            FlowMatch = XdrField.UInt32(body, 8),
            FlowActions = XdrField.UInt32(body, 12),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt64(FlowCookie);
        writer.WriteUInt32(FlowMatch);
        writer.WriteUInt32(FlowActions);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("flow_cookie", FlowCookie);
        json.WriteNumber("flow_match", FlowMatch);
        json.WriteNumber("flow_actions", FlowActions);
    }
}
