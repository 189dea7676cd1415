namespace Weir.Wire.SFlow;

/// <summary>The fixed part of a drop notification, for writing one (sFlow v5, <c>discarded_packet</c> 0:5).</summary>
public readonly record struct DiscardedPacketHeader
{
    /// <summary>Counts up by one per notification of the data source.</summary>
    public uint Sequence { get; init; }

    /// <summary>The entity that reports.</summary>
    public DataSource Source { get; init; }

    /// <summary>Notifications the agent suppressed so far.</summary>
    public uint Drops { get; init; }

    /// <summary>ifIndex the packet came in on; 0 unknown.</summary>
    public uint InputIfIndex { get; init; }

    /// <summary>ifIndex the packet should have left by; 0 unless dropped on egress.</summary>
    public uint OutputIfIndex { get; init; }

    /// <summary>Reason code.</summary>
    public uint Reason { get; init; }
}
