using System.Text.Json.Serialization;

namespace Weir.Analytics.Agents;

/// <summary>What is known of one agent: an entry of <c>agents()</c>. Ages are in ms before now.</summary>
public sealed record AgentInfo
{
    /// <summary>UDP source addresses seen.</summary>
    [JsonPropertyName("sFlowDatagramSource")]
    public IReadOnlyList<string> DatagramSources { get; internal set; } = [];

    /// <summary>ms since the first datagram.</summary>
    public long FirstSeen { get; internal set; }

    /// <summary>ms since the last datagram.</summary>
    public long LastSeen { get; internal set; }

    /// <summary>Agent uptime in ms, from the last datagram header.</summary>
    public long Uptime { get; internal set; }

    /// <summary>Datagrams received.</summary>
    [JsonPropertyName("sFlowDatagramsReceived")]
    public long DatagramsReceived { get; internal set; }

    /// <summary>Datagrams missing from the sequence.</summary>
    [JsonPropertyName("sFlowDatagramsLost")]
    public long DatagramsLost { get; internal set; }

    /// <summary>Datagrams received twice.</summary>
    [JsonPropertyName("sFlowDatagramsDuplicates")]
    public long DatagramsDuplicates { get; internal set; }

    /// <summary>Datagrams that came late.</summary>
    [JsonPropertyName("sFlowDatagramsOutOfOrder")]
    public long DatagramsOutOfOrder { get; internal set; }

    /// <summary>Flow samples received.</summary>
    [JsonPropertyName("sFlowFlowSamples")]
    public long FlowSamples { get; internal set; }

    /// <summary>Data sources that sent flow samples.</summary>
    [JsonPropertyName("sFlowFlowDatasources")]
    public long FlowDataSources { get; internal set; }

    /// <summary>Samples the agent itself dropped.</summary>
    [JsonPropertyName("sFlowFlowDrops")]
    public long FlowDrops { get; internal set; }

    /// <summary>Flow samples missing from the sequence.</summary>
    [JsonPropertyName("sFlowFlowLostSamples")]
    public long FlowLostSamples { get; internal set; }

    /// <summary>Flow samples received twice.</summary>
    [JsonPropertyName("sFlowFlowDuplicateSamples")]
    public long FlowDuplicateSamples { get; internal set; }

    /// <summary>Flow samples that came late.</summary>
    [JsonPropertyName("sFlowFlowOutOfOrderSamples")]
    public long FlowOutOfOrderSamples { get; internal set; }

    /// <summary>Counter samples received.</summary>
    [JsonPropertyName("sFlowCounterSamples")]
    public long CounterSamples { get; internal set; }

    /// <summary>Data sources that sent counter samples.</summary>
    [JsonPropertyName("sFlowCounterDatasources")]
    public long CounterDataSources { get; internal set; }

    /// <summary>Counter samples missing from the sequence.</summary>
    [JsonPropertyName("sFlowCounterLostSamples")]
    public long CounterLostSamples { get; internal set; }

    /// <summary>Counter samples received twice.</summary>
    [JsonPropertyName("sFlowCounterDuplicateSamples")]
    public long CounterDuplicateSamples { get; internal set; }

    /// <summary>Counter samples that came late.</summary>
    [JsonPropertyName("sFlowCounterOutOfOrderSamples")]
    public long CounterOutOfOrderSamples { get; internal set; }

    /// <summary>Dropped-packet notifications received.</summary>
    [JsonPropertyName("sFlowNotificationSamples")]
    public long NotificationSamples { get; internal set; }

    /// <summary>Data sources that sent notifications.</summary>
    [JsonPropertyName("sFlowNotificationDatasources")]
    public long NotificationDataSources { get; internal set; }

    /// <summary>Notifications the agent itself suppressed.</summary>
    [JsonPropertyName("sFlowNotificationDrops")]
    public long NotificationDrops { get; internal set; }

    /// <summary>Notifications missing from the sequence.</summary>
    [JsonPropertyName("sFlowNotificationLostSamples")]
    public long NotificationLostSamples { get; internal set; }

    /// <summary>Notifications received twice.</summary>
    [JsonPropertyName("sFlowNotificationDuplicateSamples")]
    public long NotificationDuplicateSamples { get; internal set; }

    /// <summary>Notifications that came late.</summary>
    [JsonPropertyName("sFlowNotificationOutOfOrderSamples")]
    public long NotificationOutOfOrderSamples { get; internal set; }
}
