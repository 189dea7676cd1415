using Weir.Analytics.Databases;

namespace Weir.Analytics;

/// <summary>Settings of the engine.</summary>
public sealed class AnalyticsOptions
{
    /// <summary>Number of shards, one per receive loop. Default 1.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>Flow entries kept per definition and shard; the smallest flow gives way when full. Default 16,384.</summary>
    public int FlowTableCapacity { get; set; } = 16_384;

    /// <summary>
    /// Bytes per shard that sets of distinct values (<c>count:</c>) may take together beyond the smallest form; when they are used up,
    /// further sets count with a standard error of 6.5 % instead of 2.3 %. Default 64 MiB.
    /// </summary>
    public long DistinctBytes { get; set; } = 64 << 20;

    /// <summary>Agents kept per shard; datagrams of further agents are counted and dropped. Default 16,384.</summary>
    public int MaxAgents { get; set; } = 16_384;

    /// <summary>Data sources kept per agent; samples of further ones are counted and dropped. Default 8,192.</summary>
    public int MaxDataSourcesPerAgent { get; set; } = 8_192;

    /// <summary>Threshold events kept for long polling (property <c>events.max</c>). Default 1000.</summary>
    public int EventsMax { get; set; } = 1_000;

    /// <summary>Flow records kept for long polling (property <c>flows.max</c>). Default 1000.</summary>
    public int FlowRecordsMax { get; set; } = 1_000;

    /// <summary>Events and records that may wait for the dispatcher; beyond it the newest are dropped and counted. Default 65,536.</summary>
    public int DispatchQueueCapacity { get; set; } = 65_536;

    /// <summary>How long a metric without an update stays visible. Default 5 minutes: several polling intervals.</summary>
    public TimeSpan MetricLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>UDP port of sFlow (property <c>sflow.port</c>), for messages alone. Default 6343.</summary>
    public int SFlowPort { get; set; } = 6343;

    /// <summary>Databases of countries, autonomous systems and adapter makers.</summary>
    public LookupOptions Lookups { get; set; } = new();

    /// <summary>True when engine time is the capture's clock: it moves only with the datagrams, so that replays are deterministic.</summary>
    public bool ReplayClock { get; set; }
}
