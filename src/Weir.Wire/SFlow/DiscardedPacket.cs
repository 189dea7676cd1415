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
    private const int FixedSize = 32;

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
        ReadOnlySpan<byte> body = sample.Body;
        if (body.Length < FixedSize)
        {
            discarded = default;
            return false;
        }

        Where where = new(XdrField.UInt32(body, 16), XdrField.UInt32(body, 20), XdrField.UInt32(body, 24));
        RecordReader records = RecordReader.StartAt(body, FixedSize - 4);
        discarded = new DiscardedPacket(XdrField.UInt32(body, 0), XdrField.Source(body, 4), XdrField.UInt32(body, 12), where, records);
        return true;
    }

    private readonly record struct Where(uint Input, uint Output, uint Reason);
}
