namespace Weir.Analytics.Flows;

/// <summary>What a flow definition has counted, and how much of its bound it uses: sums over the shards.</summary>
public sealed record FlowTableUse
{
    /// <summary>Packet samples, or notifications of drops, received since the flow was defined.</summary>
    public long Seen { get; init; }

    /// <summary>Of these, samples that passed the filter.</summary>
    public long Matched { get; init; }

    /// <summary>Of these, samples counted: they had every key and the value.</summary>
    public long Updates { get; init; }

    /// <summary>Flows that gave way to others because the table was full.</summary>
    public long Evictions { get; init; }

    /// <summary>Flows in the table.</summary>
    public long Entries { get; init; }

    /// <summary>Flows it can hold.</summary>
    public long Capacity { get; init; }

    /// <summary>
    /// The most by which the true value of any flow exceeds the one shown because flows gave way, per second; no flow that is not shown has
    /// more than this. 0 as long as nothing gave way. Sampling adds its own uncertainty. The largest of the shards.
    /// </summary>
    public double ErrorBound { get; init; }

    /// <summary>Memory of one flow, in bytes, texts excluded.</summary>
    public int BytesPerEntry { get; init; }

    /// <summary>Memory of the table, places not in use included, in bytes.</summary>
    public long Bytes { get; init; }
}
