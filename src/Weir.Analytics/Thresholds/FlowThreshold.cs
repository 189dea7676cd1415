using Weir.Analytics.Agents;
using Weir.Analytics.Queries;

namespace Weir.Analytics.Thresholds;

/// <summary>Live state of one threshold on flows in one shard: what is triggered now. Single writer: the shard.</summary>
/// <remarks>
/// A rate that gets no samples falls on a known curve, so the time at which it will be below the threshold is computed when it is
/// above, and nothing has to watch it fall. Armed again means: that time lies at least the timeout back. Bounded: when
/// <see cref="_capacity"/> flows are triggered at once, further crossings are not reported but counted.
/// </remarks>
internal sealed class FlowThreshold
{
    private readonly Dictionary<TriggerKey, Trigger> _triggers = [];
    private readonly Dictionary<(string Agent, string DataSource, string FlowKey), Trigger> _byText = [];
    private readonly Func<DataSourceState, MetricFilter, bool> _matches;
    private readonly int _capacity;

    /// <summary>Starts with nothing triggered.</summary>
    /// <param name="plan">The threshold.</param>
    /// <param name="matches">Whether a data source passes a filter.</param>
    /// <param name="capacity">Triggered flows remembered at the most.</param>
    public FlowThreshold(ThresholdPlan plan, Func<DataSourceState, MetricFilter, bool> matches, int capacity)
    {
        Plan = plan;
        _matches = matches;
        _capacity = capacity;
    }

    /// <summary>The threshold.</summary>
    public ThresholdPlan Plan { get; }

    /// <summary>Crossings that were not reported because too many were triggered.</summary>
    public long Refused { get; private set; }

    /// <summary>True when the data source passes the filter; rows of whole agents or of the network always do.</summary>
    public bool Applies(DataSourceState? source) => Plan.Definition.Filter is not { } filter || source is null || _matches(source, filter);

    /// <summary>Notes that a value is above; true when it is triggered already.</summary>
    /// <param name="key">What is above.</param>
    /// <param name="nowUs">Engine time, in microseconds.</param>
    /// <param name="belowAgainUs">When it will be below if nothing more comes.</param>
    public bool Extend(TriggerKey key, long nowUs, long belowAgainUs)
    {
        if (!_triggers.TryGetValue(key, out Trigger? trigger) || IsArmed(trigger, nowUs))
        {
            return false;
        }

        trigger.BelowAgainUs = Math.Max(trigger.BelowAgainUs, belowAgainUs);
        return true;
    }

    /// <summary>Makes it triggered; false when too many are.</summary>
    public bool TryTrigger(TriggerKey key, Trigger trigger, long nowUs)
    {
        if (_triggers.TryGetValue(key, out Trigger? before))
        {
            _byText.Remove(TextKey(before));
        }
        else if (_triggers.Count >= _capacity && !Purge(nowUs))
        {
            Refused++;
            return false;
        }

        _triggers[key] = trigger;
        _byText[TextKey(trigger)] = trigger;
        return true;
    }

    /// <summary>True while the threshold is triggered there.</summary>
    public bool IsTriggered(string agent, string dataSource, string? flowKey, long nowUs) =>
        _byText.TryGetValue((agent, dataSource, Plan.Definition.ByFlow ? flowKey ?? "" : ""), out Trigger? trigger) && !IsArmed(trigger, nowUs);

    private (string Agent, string DataSource, string FlowKey) TextKey(Trigger trigger) =>
        (trigger.Agent, trigger.DataSource, Plan.Definition.ByFlow ? trigger.FlowKey ?? "" : "");

    private bool IsArmed(Trigger trigger, long nowUs) => nowUs - trigger.BelowAgainUs >= Plan.TimeoutUs;

    private bool Purge(long nowUs)
    {
        foreach ((TriggerKey key, Trigger trigger) in _triggers)
        {
            if (IsArmed(trigger, nowUs))
            {
                _triggers.Remove(key);
                _byText.Remove(TextKey(trigger));
            }
        }

        return _triggers.Count < _capacity;
    }
}
