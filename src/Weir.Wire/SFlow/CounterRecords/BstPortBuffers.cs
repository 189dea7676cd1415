using System.Text.Json;

namespace Weir.Wire.SFlow.CounterRecords;

/// <summary>Buffers of one port of a Broadcom switch: counter record <c>bst_port_buffers</c> (sFlow v5, 4413:2).</summary>
/// <remarks>
/// Values are as on the wire: a counter the agent does not have is all ones and stays so (<see cref="UnknownCounter"/>).
/// <code>
/// ingress_uc_pc(4) ingress_mc_pc(4) egress_uc_pc(4) egress_mc_pc(4) egress_queue_uc_pc(4)&lt;&gt;
/// egress_queue_mc_pc(4)&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct BstPortBuffers : IRecord<BstPortBuffers>
{
    /// <summary>Tag of the record: 4413:2.</summary>
    public const uint Tag = (4413u << 12) | 2;

    /// <summary>Ingress unicast buffers in use, in hundredths of a percent; all ones unknown.</summary>
    public uint IngressUcPc { get; init; }

    /// <summary>Ingress multicast buffers in use, in hundredths of a percent; all ones unknown.</summary>
    public uint IngressMcPc { get; init; }

    /// <summary>Egress unicast buffers in use, in hundredths of a percent; all ones unknown.</summary>
    public uint EgressUcPc { get; init; }

    /// <summary>Egress multicast buffers in use, in hundredths of a percent; all ones unknown.</summary>
    public uint EgressMcPc { get; init; }

    /// <summary>Unicast buffers in use of each egress queue, in hundredths of a percent.</summary>
    public UInt32List EgressQueueUcPc { get; init; }

    /// <summary>Multicast buffers in use of each egress queue, in hundredths of a percent.</summary>
    public UInt32List EgressQueueMcPc { get; init; }

    /// <inheritdoc/>
    static uint IRecord<BstPortBuffers>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when a field reaches past the end of the body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out BstPortBuffers record)
    {
        record = default;
        XdrReader reader = new(body);
        if (!reader.TryReadUInt32(out uint ingressUcPc) || !reader.TryReadUInt32(out uint ingressMcPc)
            || !reader.TryReadUInt32(out uint egressUcPc) || !reader.TryReadUInt32(out uint egressMcPc)
            || !UInt32List.TryRead(ref reader, out UInt32List egressQueueUcPc)
            || !UInt32List.TryRead(ref reader, out UInt32List egressQueueMcPc))
        {
            return false;
        }

        record = new BstPortBuffers
        {
            IngressUcPc = ingressUcPc,
            IngressMcPc = ingressMcPc,
            EgressUcPc = egressUcPc,
            EgressMcPc = egressMcPc,
            EgressQueueUcPc = egressQueueUcPc,
            EgressQueueMcPc = egressQueueMcPc,
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(IngressUcPc);
        writer.WriteUInt32(IngressMcPc);
        writer.WriteUInt32(EgressUcPc);
        writer.WriteUInt32(EgressMcPc);
        EgressQueueUcPc.Write(ref writer);
        EgressQueueMcPc.Write(ref writer);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("ingress_uc_pc", IngressUcPc);
        json.WriteNumber("ingress_mc_pc", IngressMcPc);
        json.WriteNumber("egress_uc_pc", EgressUcPc);
        json.WriteNumber("egress_mc_pc", EgressMcPc);
        JsonFields.List(json, "egress_queue_uc_pc", EgressQueueUcPc);
        JsonFields.List(json, "egress_queue_mc_pc", EgressQueueMcPc);
    }
}
