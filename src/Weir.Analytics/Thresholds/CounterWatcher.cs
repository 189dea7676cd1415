using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Queries;

namespace Weir.Analytics.Thresholds;

/// <summary>Thresholds of one shard on counter metrics. Single writer: the shard.</summary>
internal sealed class CounterWatcher : ICounterWatcher
{
    private readonly Func<DataSourceState, MetricFilter, bool> _matches;
    private readonly FlowOutput _output;
    private readonly Dictionary<ThresholdPlan, CounterThreshold> _thresholds = [];
    private readonly Dictionary<(DataSourceState Source, string Metric), List<CounterThreshold>> _above = [];
    private Dictionary<string, CounterThreshold[]> _byMetric = [];

    /// <summary>Starts without thresholds.</summary>
    /// <param name="matches">Whether a data source passes a filter.</param>
    /// <param name="output">Gets the events.</param>
    public CounterWatcher(Func<DataSourceState, MetricFilter, bool> matches, FlowOutput output)
    {
        _matches = matches;
        _output = output;
    }

    /// <summary>When the datagram being processed was received, for events.</summary>
    public long ReceivedTicks { get; set; }

    /// <summary>Comparisons of a value with a threshold, since start.</summary>
    public long Checks { get; private set; }

    /// <inheritdoc/>
    public long Version { get; private set; }

    /// <summary>Replaces the thresholds; those that stay keep their state.</summary>
    public void SetThresholds(IReadOnlyList<ThresholdPlan> plans)
    {
        foreach (ThresholdPlan gone in _thresholds.Keys.Except(plans).ToArray())
        {
            _thresholds.Remove(gone);
            foreach (List<CounterThreshold> above in _above.Values)
            {
                above.RemoveAll(threshold => threshold.Plan == gone);
            }
        }

        foreach (ThresholdPlan plan in plans)
        {
            _thresholds.TryAdd(plan, new CounterThreshold(plan, _matches));
        }

        Version++;
        _byMetric = _thresholds.Values.GroupBy(threshold => threshold.Plan.Definition.Metric)
            .ToDictionary(group => group.Key, group => group.OrderBy(threshold => threshold.Plan.Definition.Value).ToArray(), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public bool Watches(string metric) => _byMetric.ContainsKey(metric);

    /// <inheritdoc/>
    public void Updated(DataSourceState source, string metric, double value, long timeUs)
    {
        if (!_byMetric.TryGetValue(metric, out CounterThreshold[]? thresholds))
        {
            return;
        }

        // From low to high: those the value reaches and the next one; then those it has fallen below.
        foreach (CounterThreshold threshold in thresholds)
        {
            Checks++;
            if (!(value >= threshold.Plan.Definition.Value))
            {
                break;
            }

            Reach(threshold, source, metric, value, timeUs);
        }

        if (_above.TryGetValue((source, metric), out List<CounterThreshold>? above))
        {
            above.RemoveAll(threshold => FallsBelow(threshold, source, value, timeUs));
            if (above.Count == 0)
            {
                _above.Remove((source, metric));
            }
        }
    }

    private bool FallsBelow(CounterThreshold threshold, DataSourceState source, double value, long timeUs)
    {
        Checks++;
        if (value >= threshold.Plan.Definition.Value)
        {
            return false;
        }

        threshold.Update(source, value, timeUs);
        return !threshold.Knows(source);
    }

    private void Reach(CounterThreshold threshold, DataSourceState source, string metric, double value, long timeUs)
    {
        bool wasKnown = threshold.Knows(source);
        bool fires = threshold.Update(source, value, timeUs);
        if (!wasKnown && threshold.Knows(source))
        {
            if (!_above.TryGetValue((source, metric), out List<CounterThreshold>? above))
            {
                _above.Add((source, metric), above = []);
            }

            above.Add(threshold);
        }

        if (fires)
        {
            _output.Add(new ThresholdEvent
            {
                Timestamp = timeUs / 1000,
                ThresholdId = threshold.Plan.Name,
                Metric = metric,
                Threshold = threshold.Plan.Definition.Value,
                Value = value,
                Agent = source.Agent.Text,
                DataSource = source.Text,
                ReceivedTicks = ReceivedTicks,
            });
        }
    }

    /// <summary>True while a threshold is triggered at a data source.</summary>
    public bool IsTriggered(ThresholdPlan plan, string agent, string dataSource, long nowUs) =>
        _thresholds.TryGetValue(plan, out CounterThreshold? threshold) && threshold.IsTriggered(agent, dataSource, nowUs);
}
