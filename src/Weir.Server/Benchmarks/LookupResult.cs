namespace Weir.Server.Benchmarks;

/// <summary>What <c>bench --flows lookup --json</c> prints: nanoseconds on one thread.</summary>
public sealed record LookupResult
{
    /// <summary>Prefixes in each of the two tables.</summary>
    public required int Prefixes { get; init; }

    /// <summary>Seconds to build a group set of both tables.</summary>
    public required double BuildSeconds { get; init; }

    /// <summary>Bytes the set keeps.</summary>
    public required long Bytes { get; init; }

    /// <summary>One lookup of a random IPv4 address.</summary>
    public required double NsPerV4Lookup { get; init; }

    /// <summary>One lookup of a random IPv6 address.</summary>
    public required double NsPerV6Lookup { get; init; }

    /// <summary>A flow sample with a filter of one literal.</summary>
    public required double NsPerSampleOneLiteral { get; init; }

    /// <summary>A flow sample with a filter of 16,000 literals.</summary>
    public required double NsPerSampleManyLiterals { get; init; }
}
