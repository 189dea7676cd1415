namespace Weir.Scripting.Bgp;

/// <summary>Answer of <c>bgpTopPrefixes</c>.</summary>
public sealed record BgpTopPrefixes
{
    /// <summary>State of the session in RFC 4271's words, in lower case: <c>established</c>, ...</summary>
    public required string State { get; init; }

    /// <summary>Prefixes learned and in force.</summary>
    public long NPrefixes { get; init; }

    /// <summary>Announcements received.</summary>
    public long LearnedPrefixesAdded { get; init; }

    /// <summary>Withdrawals received.</summary>
    public long LearnedPrefixesRemoved { get; init; }

    /// <summary>Announcements sent.</summary>
    public long PushedPrefixesAdded { get; init; }

    /// <summary>Withdrawals sent.</summary>
    public long PushedPrefixesRemoved { get; init; }

    /// <summary>Rate over all prefixes.</summary>
    public double ValueTotal { get; init; }

    /// <summary>Percent of the rate that the listed prefixes cover.</summary>
    public double ValuePercentCoverage { get; init; }

    /// <summary>Prefixes, largest rate first.</summary>
    public IReadOnlyList<BgpTopPrefix> TopPrefixes { get; init; } = [];
}
