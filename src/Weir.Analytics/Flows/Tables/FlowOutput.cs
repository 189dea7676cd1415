using Weir.Analytics.Thresholds;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Records and events that a shard made since it last handed them over, in order. Single writer: the shard.</summary>
/// <remarks>Handed over after every datagram and every tick, so it holds what one of them made: at most one item per table entry.</remarks>
internal sealed class FlowOutput
{
    /// <summary>Flow records and threshold events, their numbers still to be given.</summary>
    public List<object> Items { get; } = [];

    /// <summary>Adds a flow record.</summary>
    public void Add(FlowRecord record) => Items.Add(record);

    /// <summary>Adds a threshold event.</summary>
    public void Add(ThresholdEvent crossed) => Items.Add(crossed);
}
