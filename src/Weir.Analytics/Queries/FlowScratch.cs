using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Queries;

/// <summary>What a question about flows needs and the next one can use again. One query at a time owns it.</summary>
internal sealed class FlowScratch
{
    /// <summary>Flows copied out of tables.</summary>
    public FlowRows Rows { get; } = new();

    /// <summary>The same by key.</summary>
    public FlowGroups Groups { get; } = new();
}
