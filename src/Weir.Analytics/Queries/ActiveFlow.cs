using System.Text.Json.Serialization;

namespace Weir.Analytics.Queries;

/// <summary>One row of <c>activeFlows</c>.</summary>
public sealed record ActiveFlow
{
    /// <summary>Key values joined with the definition's separator; empty for a definition without keys.</summary>
    public required string Key { get; init; }

    /// <summary>Rate per second after combining data sources.</summary>
    public double Value { get; init; }

    /// <summary>Further values, when the definition has any.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>Agent at which the (largest) value was seen.</summary>
    public string? Agent { get; init; }

    /// <summary>Data source at which the (largest) value was seen.</summary>
    public string? DataSource { get; init; }

    /// <summary>Data sources that report this key.</summary>
    public int FlowN { get; init; }

    /// <summary>Number of samples the value rests on (effective: the decaying weights counted). Not part of the JSON.</summary>
    [JsonIgnore]
    public double Samples { get; init; }

    /// <summary>Half width of the 95 % interval as a part of the value: 1.96 / sqrt(samples). Not part of the JSON.</summary>
    [JsonIgnore]
    public double RelativeError => Samples > 0 ? 1.96 / Math.Sqrt(Samples) : double.PositiveInfinity;
}
