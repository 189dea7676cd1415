using Weir.Analytics.Agents;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Whose samples share a table row: a data source, an agent, or the network as one shard sees it.</summary>
internal sealed class FlowSource
{
    /// <summary>Data source text of rows that belong to a whole agent or to the network: it survives <c>dataSource + '.' + metric</c>.</summary>
    public const string WholeDataSource = "0";

    /// <summary>Makes a source.</summary>
    /// <param name="agent">Agent address, or <c>EDGE</c>, <c>CORE</c>, <c>ALL</c>.</param>
    /// <param name="dataSource">Data source text.</param>
    /// <param name="firstUs">Engine time at which its agent was first heard, in microseconds.</param>
    public FlowSource(string agent, string dataSource, long firstUs)
    {
        Agent = agent;
        DataSource = dataSource;
        FirstUs = firstUs;
    }

    /// <summary>Number within the shard; another's when this one is gone with all its flows, see <see cref="FlowSources"/>.</summary>
    public uint Id { get; set; }

    /// <summary>Number within the shard that no other source gets, ever.</summary>
    public long Serial { get; set; }

    /// <summary>True when no more samples of it can come: its data source was forgotten.</summary>
    public bool IsGone => State is { IsForgotten: true };

    /// <summary>Agent address, or the name of a network-wide table.</summary>
    public string Agent { get; }

    /// <summary>Data source text.</summary>
    public string DataSource { get; }

    /// <summary>Engine time at which its agent was first heard, in microseconds.</summary>
    public long FirstUs { get; }

    /// <summary>The agent; null for the network.</summary>
    public AgentState? AgentState { get; init; }

    /// <summary>The data source; null for an agent and for the network.</summary>
    public DataSourceState? State { get; init; }

    /// <summary>Scratch of the running query: which table set <see cref="ScanSlot"/>.</summary>
    public FlowTable? ScannedBy { get; set; }

    /// <summary>Scratch of the running query: which of the table's scans set <see cref="ScanSlot"/>.</summary>
    public long Scan { get; set; }

    /// <summary>Scratch of the running query: position of this source in its result.</summary>
    public int ScanSlot { get; set; }
}
