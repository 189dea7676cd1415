using System.Buffers.Binary;
using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Tables;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics;

/// <content>
/// Looking ahead: a datagram's samples belong to several data sources, whose states lie far apart in memory. Asked for all at once they
/// arrive together; met one by one, each would be waited for. Nothing here changes what is counted.
/// </content>
public sealed partial class Shard
{
    private const int AgentOffset = 8;
    private const int LeastEnvelope = 28;
    private const int SourceOffset = 4;
    private const int SourceEnd = 8;
    private const int ExpandedSourceEnd = 12;
    private const int MostAhead = 32;

    private readonly DataSourceState?[] _countersAhead = new DataSourceState?[MostAhead];

    // By the number of the datagram in its batch, modulo 4, with how far each step has come. Agents are never removed: one of an
    // earlier datagram is a useless hint, but does no harm.
    private readonly AgentState?[] _expected = new AgentState?[MostExpected + 1];
    private int _found;
    private int _prepared;
    private int _processed;

    /// <summary>Datagrams that are announced before they are processed, see <see cref="Expect"/>.</summary>
    public const int MostExpected = 3;

    /// <summary>
    /// Announces a datagram of the batch, so that what it needs is in the cache by then: first its bytes, then its agent, then what the agent
    /// consists of. Counts nothing; what was not announced is processed all the same.
    /// </summary>
    /// <param name="payload">UDP payload; not kept.</param>
    /// <param name="distance">Datagrams until its own turn: <see cref="MostExpected"/>, then 2, then 1.</param>
    public void Expect(ReadOnlySpan<byte> payload, int distance)
    {
        switch (distance)
        {
            case MostExpected:
                Prefetch.Bytes(payload);
                break;
            case 2:
                ExpectAgent(FindAgent(payload));
                break;
            case 1:
                _expected[_prepared++ & MostExpected]?.Prepare();
                break;
        }
    }

    private void ExpectAgent(AgentState? agent)
    {
        ref AgentState? place = ref _expected[_found++ & MostExpected];
        if (agent is null)
        {
            return;
        }

        Prefetch.Object(agent, AgentState.HotLines);
        if (!ReferenceEquals(place, agent))
        {
            place = agent;
        }
    }

    private void ExpectNone()
    {
        _found = 0;
        _prepared = 0;
        _processed = 0;
    }

    /// <summary>The agent that the datagram about to be processed is expected from: to be checked.</summary>
    private AgentState? NextExpected() => _expected[_processed++ & MostExpected];

    /// <summary>The agent of a datagram of version 5 that names an IPv4 address, when it is known; that is enough for a hint.</summary>
    private AgentState? FindAgent(ReadOnlySpan<byte> payload)
    {
        const ulong Version5OverIp4 = ((ulong)Datagram.Version5 << 32) | 1;
        return payload.Length >= LeastEnvelope && BinaryPrimitives.ReadUInt64BigEndian(payload) == Version5OverIp4
            ? Agents.Find(NetworkAddress.ReadV4(payload.Slice(AgentOffset, 4)))
            : null;
    }

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
