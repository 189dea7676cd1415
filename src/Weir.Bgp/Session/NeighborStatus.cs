using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>A neighbour at one moment, for people and for metrics.</summary>
public sealed record NeighborStatus
{
    /// <summary>Its address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>State of the further connection.</summary>
    public ConnectionState State { get; init; }

    /// <summary>When the session came up; null when there is none.</summary>
    public DateTimeOffset? EstablishedAt { get; init; }

    /// <summary>What was agreed; null without a session.</summary>
    public SessionParameters? Session { get; init; }

    /// <summary>Why the last session or attempt ended.</summary>
    public BgpError LastError { get; init; }

    /// <summary>Whether it was the neighbour that said so in a NOTIFICATION.</summary>
    public bool IsLastErrorTheNeighbors { get; init; }

    /// <summary>That error in words and who said it; null when there is none.</summary>
    public string? LastErrorText => !LastError.IsError ? null : IsLastErrorTheNeighbors ? $"the router says: {LastError.Describe()}" : LastError.Describe();

    /// <summary>Unicast routes wanted within the cap.</summary>
    public int RouteCount { get; init; }

    /// <summary>Flow specifications wanted within the cap.</summary>
    public int FlowCount { get; init; }

    /// <summary>Wishes beyond the caps.</summary>
    public int OverCapCount { get; init; }

    /// <summary>Wishes refused because the table of wishes was full.</summary>
    public long RefusedCount { get; init; }

    /// <summary>Whether 80 % of a cap is used.</summary>
    public bool IsNearCap { get; init; }

    /// <summary>Routes waiting to be sent.</summary>
    public int QueuedCount { get; init; }

    /// <summary>Routes announced since the start.</summary>
    public long Announced { get; init; }

    /// <summary>Routes withdrawn since the start.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Counters.</summary>
    public NeighborCounters Counters { get; init; } = new();

    /// <summary>Families of which the neighbour has sent everything (RFC 4724 section 2).</summary>
    public FamilySet EndOfRibReceived { get; init; }
}
