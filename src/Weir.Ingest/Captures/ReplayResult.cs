namespace Weir.Ingest.Captures;

/// <summary>What was played.</summary>
public sealed record ReplayResult
{
    /// <summary>Datagrams played, in all passes.</summary>
    public required long Datagrams { get; init; }

    /// <summary>Payload bytes played, in all passes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Time of the first datagram in microseconds since the epoch; 0 when there was none.</summary>
    public required long FirstTimeUs { get; init; }

    /// <summary>Engine time at the end, in microseconds since the epoch.</summary>
    public required long LastTimeUs { get; init; }

    /// <summary>Datagrams whose time stamp was before that of their predecessor; they were played at the predecessor's time.</summary>
    public required long OutOfOrder { get; init; }

    /// <summary>What the file held, in the last pass.</summary>
    public required CaptureStatistics Capture { get; init; }
}
