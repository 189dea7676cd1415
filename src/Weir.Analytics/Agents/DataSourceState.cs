using Weir.Wire.SFlow;

namespace Weir.Analytics.Agents;

/// <summary>Live state of one data source of an agent. Single writer: the shard.</summary>
public sealed class DataSourceState
{
    /// <summary>Starts with nothing but the identity.</summary>
    public DataSourceState(AgentState agent, DataSource source)
    {
        Agent = agent;
        Source = source;
        Text = source.ToString();
    }

    /// <summary>The agent it belongs to.</summary>
    public AgentState Agent { get; }

    /// <summary>Class and index.</summary>
    public DataSource Source { get; }

    /// <summary>Text that metrics and flows use: <c>10</c>, <c>2.1</c>.</summary>
    public string Text { get; }
}
