namespace Weir.Wire.SFlow;

/// <summary>Notification of one dropped packet (sFlow Dropped Packet Notification Structures, <c>discarded_packet</c> 0:5).</summary>
/// <remarks>
/// An event, not a sample: there is no sampling rate and it must never be scaled.
/// <code>
/// sequence(4) source_class(4) source_index(4) drops(4) inputifindex(4) outputifindex(4) reason(4) records&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct DiscardedPacket
{
    private DiscardedPacket(uint sequence, DataSource source, uint drops, Where where, RecordReader records)
    {
        Sequence = sequence;
        Source = source;
        Drops = drops;
        InputIfIndex = where.Input;
        OutputIfIndex = where.Output;
        Reason = where.Reason;
        Records = records;
    }

    /// <summary>Counts up by one per notification of the data source.</summary>
    public uint Sequence { get; }

    /// <summary>The entity that reports.</summary>
    public DataSource Source { get; }

    /// <summary>Notifications the agent suppressed so far.</summary>
    public uint Drops { get; }

    /// <summary>ifIndex the packet came in on; 0 unknown.</summary>
    public uint InputIfIndex { get; }

    /// <summary>ifIndex the packet should have left by; 0 unless dropped on egress.</summary>
    public uint OutputIfIndex { get; }

    /// <summary>Reason code; unknown codes are legal.</summary>
    public uint Reason { get; }

    /// <summary>A walk over the flow records, from the first.</summary>
    public RecordReader Records { get; }

    /// <summary>Reads the notification.</summary>
    public static bool TryRead(scoped in Sample sample, out DiscardedPacket discarded)
    {
        discarded = default;
        XdrReader reader = new(sample.Body);
        if (reader.Remaining < 32)
        {
            return false;
        }

        reader.TryReadUInt32(out uint sequence);
        DataSource source = FlowSample.ReadSource(ref reader, expanded: true);
        reader.TryReadUInt32(out uint drops);
        reader.TryReadUInt32(out uint input);
        reader.TryReadUInt32(out uint output);
        reader.TryReadUInt32(out uint reason);
        discarded = new DiscardedPacket(sequence, source, drops, new Where(input, output, reason), RecordReader.Start(ref reader));
        return true;
    }

    private readonly record struct Where(uint Input, uint Output, uint Reason);
}
