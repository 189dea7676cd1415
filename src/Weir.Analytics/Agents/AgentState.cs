using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Agents;

/// <summary>Live state of one agent, owned by the shard that receives it. Single writer.</summary>
public sealed class AgentState
{
    private readonly Dictionary<DataSource, DataSourceState> _sources = [];

    /// <summary>Starts with nothing but the address.</summary>
    public AgentState(NetworkAddress address)
    {
        Address = address;
        Text = address.ToString();
    }

    /// <summary>Agent address from the datagram.</summary>
    public NetworkAddress Address { get; }

    /// <summary>The address as text.</summary>
    public string Text { get; }

    /// <summary>Data sources seen.</summary>
    public IReadOnlyDictionary<DataSource, DataSourceState> Sources => _sources;

    /// <summary>Finds a data source, making it on first sight; null when <paramref name="limit"/> is reached.</summary>
    public DataSourceState? GetOrAddSource(DataSource source, int limit)
    {
        if (_sources.TryGetValue(source, out DataSourceState? state))
        {
            return state;
        }

        if (_sources.Count >= limit)
        {
            return null;
        }

        state = new DataSourceState(this, source);
        _sources.Add(source, state);
        return state;
    }
}
