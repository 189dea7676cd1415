namespace Weir.Ingest.Captures;

/// <summary>One captured packet; valid until the file is read on.</summary>
internal readonly ref struct CapturedPacket
{
    /// <summary>Microseconds since the epoch.</summary>
    public long TimeUs { get; init; }

    /// <summary>What the packet begins with.</summary>
    public LinkType Link { get; init; }

    /// <summary>The captured bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }
}
