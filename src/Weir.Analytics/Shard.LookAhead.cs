using System.Buffers.Binary;
using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Tables;
using Weir.Wire.SFlow;

namespace Weir.Analytics;

/// <content>
/// Looking ahead: a datagram's samples belong to several data sources, whose states lie far apart in memory. Asked for all at once they
/// arrive together; met one by one, each would be waited for. Nothing here changes what is counted.
/// </content>
public sealed partial class Shard
{
    private const int SourceOffset = 4;
    private const int SourceEnd = 8;
    private const int ExpandedSourceEnd = 12;
    private const int MostAhead = 32;

    private readonly DataSourceState?[] _countersAhead = new DataSourceState?[MostAhead];

    private void LookAhead(AgentState agent, SampleReader samples)
    {
        int counters = 0;
        while (samples.TryRead(out Sample sample))
        {
            switch (sample.Tag)
            {
                case SampleType.Flow or SampleType.ExpandedFlow when TryReadSource(in sample, sample.Tag == SampleType.ExpandedFlow, out DataSource source):
                    agent.Prepare(source);
                    break;
                case SampleType.Counters or SampleType.ExpandedCounters when counters < MostAhead
                    && TryReadSource(in sample, sample.Tag == SampleType.ExpandedCounters, out DataSource source):
                    _countersAhead[counters++] = agent.Prepare(source);
                    break;
            }
        }

        if (counters > 0)
        {
            LookAhead(_countersAhead.AsSpan(0, counters));
        }
    }

    /// <summary>The metrics of a data source hang several references deep: one round for each depth.</summary>
    private static void LookAhead(Span<DataSourceState?> sources)
    {
        foreach (DataSourceState? source in sources)
        {
            if (source?.Metrics is { } metrics)
            {
                Prefetch.Object(metrics, 1);
            }
        }

        for (int depth = 0; depth < Counters.MetricRow.Depths; depth++)
        {
            foreach (DataSourceState? source in sources)
            {
                source?.Metrics?.Prepare(depth);
            }
        }

        sources.Clear();
    }

    private static bool TryReadSource(in Sample sample, bool isExpanded, out DataSource source)
    {
        ReadOnlySpan<byte> body = sample.Body;
        source = default;
        if (body.Length < (isExpanded ? ExpandedSourceEnd : SourceEnd))
        {
            return false;
        }

        uint word = BinaryPrimitives.ReadUInt32BigEndian(body[SourceOffset..]);
        source = isExpanded ? new DataSource(word, BinaryPrimitives.ReadUInt32BigEndian(body[SourceEnd..])) : DataSource.FromCompact(word);
        return true;
    }
}
