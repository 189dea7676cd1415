using System.Text.Json.Serialization;

namespace Weir.Analytics.Agents;

/// <summary>What is known of one agent: an entry of <c>agents()</c>. Ages are in ms before now.</summary>
public sealed record AgentInfo
{
    /// <summary>UDP source addresses seen.</summary>
    [JsonPropertyName("sFlowDatagramSource")]
    public required IReadOnlyList<string> DatagramSources { get; init; }

    /// <summary>ms since the first datagram.</summary>
    public long FirstSeen { get; init; }

    /// <summary>ms since the last datagram.</summary>
    public long LastSeen { get; init; }

    /// <summary>Agent uptime in ms, from the last datagram header.</summary>
    public long Uptime { get; init; }

    /// <summary>Datagrams received.</summary>
    [JsonPropertyName("sFlowDatagramsReceived")]
    public long DatagramsReceived { get; init; }

    /// <summary>Datagrams missing from the sequence.</summary>
    [JsonPropertyName("sFlowDatagramsLost")]
    public long DatagramsLost { get; init; }

    /// <summary>Datagrams received twice.</summary>
    [JsonPropertyName("sFlowDatagramsDuplicates")]
    public long DatagramsDuplicates { get; init; }

    /// <summary>Datagrams that came late.</summary>
    [JsonPropertyName("sFlowDatagramsOutOfOrder")]
    public long DatagramsOutOfOrder { get; init; }

    /// <summary>Flow samples received.</summary>
    [JsonPropertyName("sFlowFlowSamples")]
    public long FlowSamples { get; init; }

    /// <summary>Data sources that sent flow samples.</summary>
    [JsonPropertyName("sFlowFlowDatasources")]
    public long FlowDataSources { get; init; }

    /// <summary>Samples the agent itself dropped.</summary>
    [JsonPropertyName("sFlowFlowDrops")]
    public long FlowDrops { get; init; }

    /// <summary>Flow samples missing from the sequence.</summary>
    [JsonPropertyName("sFlowFlowLostSamples")]
    public long FlowLostSamples { get; init; }

    /// <summary>Flow samples received twice.</summary>
    [JsonPropertyName("sFlowFlowDuplicateSamples")]
    public long FlowDuplicateSamples { get; init; }

    /// <summary>Flow samples that came late.</summary>
    [JsonPropertyName("sFlowFlowOutOfOrderSamples")]
    public long FlowOutOfOrderSamples { get; init; }

    /// <summary>Counter samples received.</summary>
    [JsonPropertyName("sFlowCounterSamples")]
    public long CounterSamples { get; init; }

    /// <summary>Data sources that sent counter samples.</summary>
    [JsonPropertyName("sFlowCounterDatasources")]
    public long CounterDataSources { get; init; }

    /// <summary>Counter samples missing from the sequence.</summary>
    [JsonPropertyName("sFlowCounterLostSamples")]
    public long CounterLostSamples { get; init; }

    /// <summary>Counter samples received twice.</summary>
    [JsonPropertyName("sFlowCounterDuplicateSamples")]
    public long CounterDuplicateSamples { get; init; }

    /// <summary>Counter samples that came late.</summary>
    [JsonPropertyName("sFlowCounterOutOfOrderSamples")]
    public long CounterOutOfOrderSamples { get; init; }

    /// <summary>Dropped-packet notifications received.</summary>
    [JsonPropertyName("sFlowNotificationSamples")]
    public long NotificationSamples { get; init; }

    /// <summary>Data sources that sent notifications.</summary>
    [JsonPropertyName("sFlowNotificationDatasources")]
    public long NotificationDataSources { get; init; }

    /// <summary>Notifications the agent itself suppressed.</summary>
    [JsonPropertyName("sFlowNotificationDrops")]
    public long NotificationDrops { get; init; }

    /// <summary>Notifications missing from the sequence.</summary>
    [JsonPropertyName("sFlowNotificationLostSamples")]
    public long NotificationLostSamples { get; init; }

    /// <summary>Notifications received twice.</summary>
    [JsonPropertyName("sFlowNotificationDuplicateSamples")]
    public long NotificationDuplicateSamples { get; init; }

    /// <summary>Notifications that came late.</summary>
    [JsonPropertyName("sFlowNotificationOutOfOrderSamples")]
    public long NotificationOutOfOrderSamples { get; init; }
}
