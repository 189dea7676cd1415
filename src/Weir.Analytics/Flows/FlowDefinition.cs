using System.Text.Json.Serialization;

namespace Weir.Analytics.Flows;

/// <summary>What a user wrote with <c>setFlow</c> or <c>PUT /flow</c>: immutable, not yet compiled.</summary>
public sealed partial record FlowDefinition
{
    /// <summary>Comma-separated keys and key functions; empty for one total.</summary>
    public string Keys { get; init; } = "";

    /// <summary>The value that is measured: <c>bytes</c>, <c>frames</c>, a numeric key, or <c>op:key</c>.</summary>
    public string Value { get; init; } = "bytes";

    /// <summary>Further values, in the order they are reported.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Boolean expression a sample must satisfy; null for none, which clients of REST read as such.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Filter { get; init; }

    /// <summary>Flows reported per table, 5 to 1000.</summary>
    public int N { get; init; } = 5;

    /// <summary>Time constant of the decaying average, in seconds, 0.1 to 600.</summary>
    public double T { get; init; } = 2;

    /// <summary>Text between the key values of a flow key.</summary>
    public string Fs { get; init; } = ",";

    /// <summary>True when flow records are wanted.</summary>
    public bool Log { get; init; }

    /// <summary>True when the record is wanted at the flow's first sample instead of its end.</summary>
    public bool FlowStart { get; init; }

    /// <summary>Seconds after which a long flow is recorded anyway.</summary>
    public double ActiveTimeout { get; init; } = 60;

    /// <summary>True when dropped-packet notifications are counted instead of packet samples.</summary>
    public bool Dropped { get; init; }

    /// <summary>Which samples share a table; null when not given, which means per data source.</summary>
    public string? AggMode { get; init; }

    /// <summary>IPFIX collectors that get the records.</summary>
    public IReadOnlyList<string> IpfixCollectors { get; init; } = [];
}
