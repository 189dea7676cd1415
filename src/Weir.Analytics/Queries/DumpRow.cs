using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>One value of <c>dump()</c> while it is handed on: what a <see cref="MetricCell"/> says, without an object for each of half a million.</summary>
/// <param name="Agent">Agent address.</param>
/// <param name="DataSource">Data source text.</param>
/// <param name="MetricName">Plain name, without prefix and data source.</param>
/// <param name="Value">Number or text.</param>
/// <param name="AgeMs">Age in ms.</param>
/// <param name="TopKeys">Largest flows, for flow metrics; null for others.</param>
public readonly record struct DumpRow(string Agent, string DataSource, string MetricName, MetricValue Value, long AgeMs, IReadOnlyList<TopKey>? TopKeys)
{
    /// <summary>The same as an object.</summary>
    public MetricCell ToCell() => new()
    {
        Agent = Agent,
        DataSource = DataSource,
        MetricName = MetricName,
        MetricValue = Value.ToObject(),
        LastUpdate = AgeMs,
        TopKeys = TopKeys,
    };
}
