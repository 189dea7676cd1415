using System.Text.Json.Serialization;

namespace Weir.Analytics.Flows;

/// <summary>A logged flow: what <c>setFlowHandler</c> and <c>GET /flows/json</c> deliver.</summary>
public sealed record FlowRecord
{
    /// <summary>Increasing number, from 1.</summary>
    [JsonPropertyName("flowID")]
    public long FlowId { get; init; }

    /// <summary>Name of the definition.</summary>
    public required string Name { get; init; }

    /// <summary>Key values joined with the definition's separator.</summary>
    public required string FlowKeys { get; init; }

    /// <summary>Total (not a rate) of the record's interval, scaled by sampling; bytes, frames or as the value says.</summary>
    public double Value { get; init; }

    /// <summary>Further values, when the definition has any.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>Engine time of the first sample, in ms since the epoch.</summary>
    public long Start { get; init; }

    /// <summary>Engine time of the record's end, in ms since the epoch.</summary>
    public long End { get; init; }

    /// <summary>Agent address.</summary>
    public required string Agent { get; init; }

    /// <summary>Data source text.</summary>
    public required string DataSource { get; init; }
}
