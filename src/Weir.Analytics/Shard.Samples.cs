using Weir.Analytics.Agents;
using Weir.Analytics.Flows;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics;

/// <content>Samples: to their data source, to the flows, to the metrics; what cannot be read is counted.</content>
public sealed partial class Shard
{
    private const int MaxUnknownFormats = 256;

    private readonly long[] _errors = new long[Enum.GetValues<DecodeError>().Length];
    private readonly Dictionary<uint, long> _unknownFormats = [];
    private readonly Dictionary<string, long> _customKeys = new(StringComparer.Ordinal);
    private long _datagrams;
    private long _bytes;
    private long _flowSamples;
    private long _counterSamples;
    private long _discards;
    private long _repeatedSamples;
    private long _sourcesRefused;

    private static void CountError(AgentState agent, DecodeError error)
    {
        if (error != DecodeError.None)
        {
            agent.CountError(error);
        }
    }

    private void ReadSample(AgentState agent, scoped in Sample sample, scoped ref SampleContext context)
    {
        switch (sample.Tag)
        {
            case SampleType.Flow or SampleType.ExpandedFlow:
                ReadFlowSample(agent, in sample, ref context);
                break;
            case SampleType.Counters or SampleType.ExpandedCounters:
                ReadCounterSample(agent, in sample);
                break;
            case SampleType.Discarded:
                ReadDiscard(agent, in sample, ref context);
                break;
            case SampleType.RtMetric:
                _counterSamples++;
                Metrics.UpdateCustom(agent, sample.Body, Flows.NowUs);
                break;
            case SampleType.RtFlow:
                ReadCustomFlow(agent, in sample, ref context);
                break;
            default:
                CountUnknown(sample.Tag);
                break;
        }
    }

    private void ReadFlowSample(AgentState agent, scoped in Sample sample, scoped ref SampleContext context)
    {
        if (!context.TryLoadFlow(in sample))
        {
            agent.CountError(DecodeError.SampleTooShort);
            return;
        }

        _flowSamples++;
        if (FindSource(agent, context.Source) is { } source)
        {
            long nowUs = _nowUs;
            source.OnFlowSample(context.Sequence, context.SamplingRate, context.SamplePool, context.Drops, nowUs);
            if (agent.IsRepeated || source.IsRepeated)
            {
                _repeatedSamples++;
                return;
            }

            if (_looksFurther)
            {
                LearnHost(ref context);
                AttachRoutes(ref context);
            }

            if (!context.IsRegular && FlowSample.TryRead(in sample, out FlowSample flow))
            {
                CheckRecords(agent, flow.Records);
            }

            _sightings.Mark(ref context, nowUs);
            _flows!.Add(ref context, source);
        }
    }

    private void ReadDiscard(AgentState agent, scoped in Sample sample, scoped ref SampleContext context)
    {
        if (!DiscardedPacket.TryRead(in sample, out DiscardedPacket discarded) || !context.TryLoad(in sample, agent.Address))
        {
            agent.CountError(DecodeError.SampleTooShort);
            return;
        }

        _discards++;
        if (FindSource(agent, discarded.Source) is { } source)
        {
            source.OnDiscard(discarded.Sequence, discarded.Drops, Flows.NowUs);
            if (agent.IsRepeated)
            {
                _repeatedSamples++;
                return;
            }

            if (!context.IsRegular)
            {
                CheckRecords(agent, discarded.Records);
            }

            _sightings.Mark(ref context, Flows.NowUs);
            Flows.Add(ref context, source);
        }
    }

    private void ReadCounterSample(AgentState agent, scoped in Sample sample)
    {
        if (!CounterSample.TryRead(in sample, out CounterSample counters))
        {
            agent.CountError(DecodeError.SampleTooShort);
            return;
        }

        _counterSamples++;
        if (FindSource(agent, counters.Source) is { } source)
        {
            source.OnCounterSample(counters.Sequence, Flows.NowUs);
            Metrics.Update(source, in counters, Flows.NowUs);
        }
    }

    private void ReadCustomFlow(AgentState agent, scoped in Sample sample, scoped ref SampleContext context)
    {
        if (!RtFlowSample.TryRead(in sample, out RtFlowSample flow) || !context.TryLoad(in sample, agent.Address))
        {
            agent.CountError(DecodeError.SampleTooShort);
            return;
        }

        _flowSamples++;
        NoteFields(flow.Fields);
        string name = Flows.NameOf(flow.DataSourceName);
        DataSourceState? source = name.Length == 0
            ? agent.GetOrAddSource(new DataSource(2, 1), _engine.Options.MaxDataSourcesPerAgent)
            : agent.GetOrAddCustomSource(name, _engine.Options.MaxDataSourcesPerAgent);
        if (source is null)
        {
            _sourcesRefused++;
            return;
        }

        source.Touch(Flows.NowUs);
        if (agent.IsRepeated)
        {
            _repeatedSamples++;
            return;
        }

        Flows.Add(ref context, source);
    }

    private void NoteFields(RtFieldReader fields)
    {
        while (fields.TryRead(out RtField field))
        {
            string name = Flows.NameOf(field.Name);
            if (_customKeys.ContainsKey(name) || _engine.TryAddCustomKey(name))
            {
                _customKeys[name] = Flows.NowUs;
            }
        }
    }

    private void CheckRecords(AgentState agent, RecordReader records)
    {
        while (records.TryRead(out Record record))
        {
            DecodeError inside = RecordCatalog.CheckFlow(record.Tag, record.Body, out bool isKnown);
            if (!isKnown)
            {
                CountUnknown(record.Tag);
            }

            CountError(agent, inside);
        }

        CountError(agent, records.Error);
    }

    private DataSourceState? FindSource(AgentState agent, DataSource source)
    {
        DataSourceState? state = agent.GetOrAddSource(source, _engine.Options.MaxDataSourcesPerAgent);
        _sourcesRefused += state is null ? 1 : 0;
        return state;
    }

    private void CountUnknown(uint tag)
    {
        uint counted = _unknownFormats.Count < MaxUnknownFormats || _unknownFormats.ContainsKey(tag) ? tag : uint.MaxValue;
        _unknownFormats[counted] = _unknownFormats.GetValueOrDefault(counted) + 1;
    }
}
