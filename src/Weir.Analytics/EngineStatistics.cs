namespace Weir.Analytics;

/// <summary>Totals of the engine since start, summed over shards. Every drop has its own counter.</summary>
public sealed record EngineStatistics
{
    /// <summary>Agents seen.</summary>
    public long Agents { get; init; }

    /// <summary>Datagrams handed to the shards.</summary>
    public long DatagramsReceived { get; init; }

    /// <summary>UDP payload bytes handed to the shards.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Flow samples decoded.</summary>
    public long FlowSamples { get; init; }

    /// <summary>Counter samples decoded.</summary>
    public long CounterSamples { get; init; }

    /// <summary>Dropped-packet notifications decoded.</summary>
    public long DiscardedPackets { get; init; }

    /// <summary>Datagrams missing from the sequences.</summary>
    public long DatagramsLost { get; init; }

    /// <summary>Samples received again, in the same datagram or another: accounted with the agent, but not counted in flows.</summary>
    public long RepeatedSamples { get; init; }

    /// <summary>Datagrams held up on the way whose samples counted when they were sent, by the agent's clock.</summary>
    public long DatagramsPlaced { get; init; }

    /// <summary>Datagrams held up for longer than a minute: their samples counted when they arrived.</summary>
    public long DatagramsTooLate { get; init; }

    /// <summary>Times an agent's clock stood still, went back, leapt or lagged, so that arrival times were used until it ran well again.</summary>
    public long AgentClockFaults { get; init; }

    /// <summary>Things that could not be read, by <see cref="Weir.Wire.DecodeError"/> name.</summary>
    public required IReadOnlyDictionary<string, long> DecodeErrors { get; init; }

    /// <summary>Samples and records of unknown types, stepped over, by tag text such as <c>25506:1003</c>.</summary>
    public required IReadOnlyDictionary<string, long> UnknownFormats { get; init; }

    /// <summary>Threshold events generated.</summary>
    public long EventsGenerated { get; init; }

    /// <summary>Flow records generated.</summary>
    public long FlowsGenerated { get; init; }

    /// <summary>Events and records lost because the dispatcher's queue was full.</summary>
    public long DispatchDropped { get; init; }

    /// <summary>Flow entries in use over all definitions and shards.</summary>
    public long FlowEntries { get; init; }

    /// <summary>Flow entries that gave way to larger ones.</summary>
    public long FlowEvictions { get; init; }

    /// <summary>Bytes of sets of distinct values that share the bound <see cref="AnalyticsOptions.DistinctBytes"/>.</summary>
    public long DistinctBytes { get; init; }

    /// <summary>Sets of distinct values that had to count coarsely because <see cref="AnalyticsOptions.DistinctBytes"/> was reached.</summary>
    public long DistinctRefused { get; init; }

    /// <summary>Datagrams dropped because <see cref="AnalyticsOptions.MaxAgents"/> was reached.</summary>
    public long AgentsRefused { get; init; }

    /// <summary>Samples dropped because <see cref="AnalyticsOptions.MaxDataSourcesPerAgent"/> was reached.</summary>
    public long DataSourcesRefused { get; init; }

    /// <summary>Flow samples whose agent gave no sampling rate: counted with the data source's last one, or 1.</summary>
    public long UnknownSamplingRates { get; init; }

    /// <summary>Threshold crossings not reported because too many flows were triggered already.</summary>
    public long TriggersRefused { get; init; }
}
