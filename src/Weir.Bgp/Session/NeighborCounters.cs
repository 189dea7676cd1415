namespace Weir.Bgp.Session;

/// <summary>What one neighbour has sent, been sent and got wrong since the start (RFC 4273 section 3 counts the like).</summary>
public sealed record NeighborCounters
{
    /// <summary>Messages received, of any type.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>UPDATE messages received.</summary>
    public long UpdatesReceived { get; init; }

    /// <summary>UPDATE messages sent.</summary>
    public long UpdatesSent { get; init; }

    /// <summary>Sessions established.</summary>
    public long Established { get; init; }

    /// <summary>Sessions lost.</summary>
    public long Lost { get; init; }

    /// <summary>Sessions lost because the neighbour restarted and opened a new one at once (RFC 4724 section 4.2).</summary>
    public long Replaced { get; init; }

    /// <summary>Updates of which an attribute was left out (RFC 7606).</summary>
    public long AttributeDiscards { get; init; }

    /// <summary>Updates handled as withdrawals because of errors (RFC 7606).</summary>
    public long TreatedAsWithdraw { get; init; }

    /// <summary>Sessions ended because an update could not be read (RFC 7606).</summary>
    public long SessionResets { get; init; }

    /// <summary>Connections refused because one was there already.</summary>
    public long ConnectionsRejected { get; init; }

    /// <summary>Routes of unknown families and flow specifications received, which are ignored.</summary>
    public long RoutesIgnored { get; init; }

    /// <summary>Open and close callbacks dropped because the receiver was 1000 behind.</summary>
    public long CallbacksDropped { get; init; }
}
