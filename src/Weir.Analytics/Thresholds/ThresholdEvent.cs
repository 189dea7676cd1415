using System.Text.Json.Serialization;

namespace Weir.Analytics.Thresholds;

/// <summary>A threshold was crossed: what <c>setEventHandler</c> and <c>GET /events/json</c> deliver.</summary>
public sealed record ThresholdEvent
{
    /// <summary>Increasing number, from 1.</summary>
    [JsonPropertyName("eventID")]
    public long EventId { get; init; }

    /// <summary>Engine time, in ms since the epoch.</summary>
    public long Timestamp { get; init; }

    /// <summary>Name of the threshold.</summary>
    [JsonPropertyName("thresholdID")]
    public required string ThresholdId { get; init; }

    /// <summary>Metric or flow name, without data source.</summary>
    public required string Metric { get; init; }

    /// <summary>The threshold's value.</summary>
    public double Threshold { get; init; }

    /// <summary>The value that crossed it.</summary>
    public double Value { get; init; }

    /// <summary>Agent address.</summary>
    public required string Agent { get; init; }

    /// <summary>Data source text.</summary>
    public required string DataSource { get; init; }

    /// <summary>Flow key, for flow metrics.</summary>
    public string? FlowKey { get; init; }

    /// <summary>Further values of the flow, when its definition has any.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>When the datagram that crossed the threshold was received: <see cref="System.Diagnostics.Stopwatch"/> ticks; 0 when unknown. Not part of the JSON.</summary>
    [JsonIgnore]
    public long ReceivedTicks { get; init; }
}
