using Weir.Analytics.Agents;
using Weir.Analytics.Queries;

namespace Weir.Analytics.Thresholds;

/// <summary>Live state of one threshold on counter metrics in one shard. Single writer: the shard.</summary>
/// <remarks>A counter metric keeps its value until the next update, so both crossing and falling below happen at updates. Bounded by the number of data sources.</remarks>
internal sealed class CounterThreshold
{
    private readonly Dictionary<DataSourceState, State> _states = [];
    private readonly Func<DataSourceState, MetricFilter, bool> _matches;

    /// <summary>Starts with nothing triggered.</summary>
    /// <param name="plan">The threshold.</param>
    /// <param name="matches">Whether a data source passes a filter.</param>
    public CounterThreshold(ThresholdPlan plan, Func<DataSourceState, MetricFilter, bool> matches)
    {
        Plan = plan;
        _matches = matches;
    }

    /// <summary>The threshold.</summary>
    public ThresholdPlan Plan { get; }

    /// <summary>Notes a new value; true when an event is due.</summary>
    public bool Update(DataSourceState source, double value, long nowUs)
    {
        bool known = _states.TryGetValue(source, out State state);
        if (value < Plan.Definition.Value || double.IsNaN(value))
        {
            if (known)
            {
                FallBelow(source, state, nowUs);
            }

            return false;
        }

        bool fires = (!known || IsArmed(state, nowUs)) && (Plan.Definition.Filter is not { } filter || _matches(source, filter));
        if (fires || (known && !IsArmed(state, nowUs)))
        {
            _states[source] = new State(null);
        }

        return fires;
    }

    /// <summary>True when there is something to remember of the data source: it is triggered, or was and is not armed again yet.</summary>
    public bool Knows(DataSourceState source) => _states.ContainsKey(source);

    /// <summary>True while the threshold is triggered there.</summary>
    public bool IsTriggered(string agent, string dataSource, long nowUs)
    {
        foreach ((DataSourceState source, State state) in _states)
        {
            if (source.Agent.Text == agent && source.Text == dataSource)
            {
                return !IsArmed(state, nowUs);
            }
        }

        return false;
    }

    private void FallBelow(DataSourceState source, State state, long nowUs)
    {
        if (IsArmed(state, nowUs))
        {
            _states.Remove(source);
        }
        else if (state.BelowSinceUs is null)
        {
            _states[source] = new State(nowUs);
        }
    }

    private bool IsArmed(State state, long nowUs) => state.BelowSinceUs is { } since && nowUs - since >= Plan.TimeoutUs;

    private readonly record struct State(long? BelowSinceUs);
}
