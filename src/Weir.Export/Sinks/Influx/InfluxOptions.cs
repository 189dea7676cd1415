namespace Weir.Export.Sinks.Influx;

/// <summary>Settings of a sink for InfluxDB.</summary>
internal sealed record InfluxOptions
{
    /// <summary>Where events are written, with the query that says precision ns.</summary>
    public required Uri EventUrl { get; init; }

    /// <summary>Where points are written.</summary>
    public required Uri PointUrl { get; init; }

    /// <summary>Ms of a point's time are multiplied by this ...</summary>
    public required long TimesPerMs { get; init; }

    /// <summary>... and divided by this.</summary>
    public required long MsPerTime { get; init; }

    /// <summary>Measurement of all points, whose names then are field names; null: each name is a measurement with a field <c>value</c>.</summary>
    public string? Measurement { get; init; }

    /// <summary>Measurement of events.</summary>
    public required string EventMeasurement { get; init; }

    /// <summary>What of an event becomes a tag: <c>service</c>, <c>kind</c>, <c>severity</c>, <c>subject</c> or a field's name.</summary>
    public required IReadOnlyList<string> EventTags { get; init; }

    /// <summary>Tags of every line.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Headers of every request: the token of version 2.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
