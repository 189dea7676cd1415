using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics;

/// <content>Totals.</content>
public sealed partial class Shard
{
    /// <summary>Adds this shard's totals. Takes the gate.</summary>
    internal EngineStatistics AddTo(EngineStatistics sum, Dictionary<string, long> errors, Dictionary<string, long> formats)
    {
        EnterToRead();
        try
        {
            foreach (DecodeError error in Enum.GetValues<DecodeError>())
            {
                AddError(errors, error, _errors[(int)error] + Agents.Totals.Errors(error));
            }

            foreach ((uint tag, long count) in _unknownFormats.Concat(Metrics.UnknownFormats))
            {
                string text = tag == uint.MaxValue ? "other" : DataFormat.ToText(tag);
                formats[text] = formats.GetValueOrDefault(text) + count;
            }

            return sum with
            {
                Agents = sum.Agents + Agents.All.Count,
                DatagramsReceived = sum.DatagramsReceived + _datagrams,
                BytesReceived = sum.BytesReceived + _bytes,
                FlowSamples = sum.FlowSamples + _flowSamples,
                CounterSamples = sum.CounterSamples + _counterSamples,
                DiscardedPackets = sum.DiscardedPackets + _discards,
                DatagramsLost = sum.DatagramsLost + Agents.Totals.Lost,
                DatagramsPlaced = sum.DatagramsPlaced + Agents.Totals.Placed,
                DatagramsTooLate = sum.DatagramsTooLate + Agents.Totals.TooLate,
                AgentClockFaults = sum.AgentClockFaults + Agents.Totals.ClockFaults,
                RepeatedSamples = sum.RepeatedSamples + _repeatedSamples,
                FlowEntries = sum.FlowEntries + Flows.Entries,
                FlowEvictions = sum.FlowEvictions + Flows.Evictions,
                DistinctBytes = sum.DistinctBytes + Flows.Distinct.Bytes,
                DistinctRefused = sum.DistinctRefused + Flows.Distinct.Refused,
                AgentsRefused = sum.AgentsRefused + Agents.Refused,
                DataSourcesRefused = sum.DataSourcesRefused + _sourcesRefused,
                UnknownSamplingRates = sum.UnknownSamplingRates + Flows.UnknownRates,
                TriggersRefused = sum.TriggersRefused + Flows.TriggersRefused,
            };
        }
        finally
        {
            ExitFromReading();
        }
    }

    /// <summary>Adds what could not be read.</summary>
    private static void AddError(Dictionary<string, long> errors, DecodeError error, long count)
    {
        if (count > 0)
        {
            errors[error.ToString()] = errors.GetValueOrDefault(error.ToString()) + count;
        }
    }

    /// <summary>Adds the keys seen with the engine time they were last seen. Takes the gate.</summary>
    internal void CollectKeys(Dictionary<string, long> lastSeenUs)
    {
        EnterToRead();
        try
        {
            _sightings.CollectTo(lastSeenUs);
            foreach ((string name, long timeUs) in _customKeys)
            {
                lastSeenUs[name] = Math.Max(timeUs, lastSeenUs.GetValueOrDefault(name));
            }
        }
        finally
        {
            ExitFromReading();
        }
    }
}
