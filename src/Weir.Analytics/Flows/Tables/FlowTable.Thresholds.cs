using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Thresholds;

namespace Weir.Analytics.Flows.Tables;

/// <content>
/// Thresholds, evaluated on the entry a sample just changed: one comparison while nothing crosses, however many there are.
/// </content>
internal sealed partial class FlowTable
{
    private FlowThreshold[] _thresholds = [];
    private uint _coverageSource;
    private long _coverageUs;
    private double _coverage;

    /// <summary>Comparisons of a value with a threshold, since start.</summary>
    public long ThresholdChecks { get; private set; }

    /// <summary>Sets the thresholds on this flow: kept from low to high, so that a value meets those it reaches and the next one only.</summary>
    public void SetThresholds(FlowThreshold[] thresholds) =>
        _thresholds = [.. thresholds.OrderBy(static threshold => threshold.Plan.Definition.Value)];

    private void CheckThresholds(int entry, long receivedTicks)
    {
        double unit = _clock.Gain * _clock.TauSeconds * CoverageOf(SourceIdAt(entry));
        double sum = _records.Entry(entry).Sum;
        double value = Plan.MeasuresRate ? sum / unit : _columns.Read(entry, 0, _clock.TimeUs, 1 / unit);
        foreach (FlowThreshold threshold in _thresholds)
        {
            ThresholdChecks++;
            double limit = threshold.Plan.Definition.Value;
            if (!(value >= limit))
            {
                return;
            }

            Cross(threshold, entry, value, Plan.MeasuresRate ? BelowAgainUs(sum, limit) : _clock.TimeUs, receivedTicks);
        }
    }

    private void Cross(FlowThreshold threshold, int entry, double value, long belowAgainUs, long receivedTicks)
    {
        FlowSource source = SourceAt(entry);
        TriggerKey key = threshold.Plan.Definition.ByFlow ? IdentityOf(entry) : new TriggerKey(source.Serial, 0, 0);
        if (threshold.Extend(key, _clock.TimeUs, belowAgainUs) || !threshold.Applies(source.State))
        {
            return;
        }

        string flowKey = FormatKey(entry);
        if (threshold.TryTrigger(key, new Trigger(source.Agent, source.DataSource, flowKey) { BelowAgainUs = belowAgainUs }, _clock.TimeUs))
        {
            _output.Add(new ThresholdEvent
            {
                Timestamp = _clock.TimeUs / 1000,
                ThresholdId = threshold.Plan.Name,
                Metric = Plan.Syntax.Name,
                Threshold = threshold.Plan.Definition.Value,
                Value = value,
                Agent = source.Agent,
                DataSource = source.DataSource,
                FlowKey = flowKey,
                Values = ReadValues(entry, _clock.TimeUs),
                ReceivedTicks = receivedTicks,
            });
        }
    }

    /// <summary>When the rate will have fallen to the limit if no further sample comes, in microseconds.</summary>
    /// <remarks>The reported rate is A x / (1 - B x) with x = exp(-dt / tau), A the uncorrected rate and 1 - B the coverage; solved for dt.</remarks>
    private long BelowAgainUs(double sum, double limit)
    {
        if (limit <= 0)
        {
            return long.MaxValue / 2;
        }

        double rate = sum / (_clock.Gain * _clock.TauSeconds);
        double ratio = (rate / limit) + 1 - _coverage;
        return _clock.TimeUs + (long)(_clock.TauSeconds * 1e6 * Math.Log(Math.Max(ratio, 1)));
    }

    private double CoverageOf(uint source)
    {
        if (source != _coverageSource || _coverageUs != _clock.TimeUs)
        {
            _coverageSource = source;
            _coverageUs = _clock.TimeUs;
            _coverage = _clock.Coverage(_clock.TimeUs - Math.Max(DefinedUs, _sources[source]!.FirstUs), DecayClock.LeastToAct);
        }

        return _coverage;
    }

    private TriggerKey IdentityOf(int entry)
    {
        ulong high = 0x9fb21c651e98df25;
        ulong low = 0xc2b2ae3d27d4eb4f;
        foreach (ulong word in _records.Key(entry, KeyUnits.WordsOf(_records.Key(entry), Plan.KeyCount)))
        {
            high = TextHash.Fold(high ^ word, 0x9e3779b97f4a7c15);
            low = TextHash.Fold(low ^ word, 0xd6e8feb86659fd93);
        }

        return new TriggerKey(SourceAt(entry).Serial, high, low);
    }
}
