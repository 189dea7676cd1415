namespace Weir.Ingest.Captures;

/// <summary>What a capture file held so far.</summary>
public sealed record CaptureStatistics
{
    /// <summary>Packets read.</summary>
    public required long Packets { get; init; }

    /// <summary>Datagrams that matched and were handed out.</summary>
    public required long Datagrams { get; init; }

    /// <summary>Payload bytes of these.</summary>
    public required long Bytes { get; init; }

    /// <summary>Packets that are something else: other ports, other protocols.</summary>
    public required long OtherPackets { get; init; }

    /// <summary>Datagrams handed out shorter than they were sent, because the capture kept only a part.</summary>
    public required long CutDatagrams { get; init; }

    /// <summary>Packets on interfaces whose link type is not understood.</summary>
    public required long UnknownLinkPackets { get; init; }

    /// <summary>Fragments of datagrams that never became complete, or that gave way to newer ones.</summary>
    public required long LostFragments { get; init; }

    /// <summary>True when the file ends in the middle of a packet or block, as it does when a capturing program is killed.</summary>
    public required bool EndsTruncated { get; init; }
}
