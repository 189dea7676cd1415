using System.Buffers.Binary;
using Weir.Analytics.Agents;
using Weir.Wire;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.V4;

namespace Weir.Analytics;

/// <content>Datagrams that are not sFlow version 5: old versions are translated, the rest is counted by source and reason.</content>
public sealed partial class Shard
{
    private readonly DatagramTranslator _translator = new();
    private readonly RefusedSources _refused = new();

    /// <summary>Adds what could not be read, by agent and reason, to <paramref name="byAgent"/>. Takes the gate.</summary>
    /// <remarks>Datagrams that name no agent stand under their UDP source, those of too many sources under "other".</remarks>
    internal void CollectErrors(SortedDictionary<string, SortedDictionary<string, long>> byAgent)
    {
        EnterToRead();
        try
        {
            foreach (AgentState agent in Agents.All.Values.Where(static agent => agent.HasErrors))
            {
                Collect(byAgent, agent.Text, agent.Errors);
            }

            foreach ((string source, IReadOnlyList<long> errors) in _refused.All)
            {
                Collect(byAgent, source, error => errors[(int)error]);
            }
        }
        finally
        {
            ExitFromReading();
        }
    }

    private static void Collect(SortedDictionary<string, SortedDictionary<string, long>> byAgent, string agent, Func<DecodeError, long> errors)
    {
        foreach (DecodeError error in Enum.GetValues<DecodeError>())
        {
            if (errors(error) is > 0 and long count)
            {
                if (!byAgent.TryGetValue(agent, out SortedDictionary<string, long>? reasons))
                {
                    byAgent.Add(agent, reasons = new SortedDictionary<string, long>(StringComparer.Ordinal));
                }

                reasons[error.ToString()] = reasons.GetValueOrDefault(error.ToString()) + count;
            }
        }
    }

    private bool TryRead(ReadOnlySpan<byte> payload, NetworkAddress source, out Datagram datagram, out DecodeError error)
    {
        if (Datagram.TryRead(payload, out datagram, out error) || TryReadOld(payload, out datagram, ref error))
        {
            return true;
        }

        _errors[(int)error]++;
        if (_refused.Count(source, error, Flows.NowUs))
        {
            // When the queue is full the word is not said: the datagrams are counted all the same.
            _engine.Dispatcher.TryPost(new NetFlowNotice(source, BinaryPrimitives.ReadUInt16BigEndian(payload)));
        }

        return false;
    }

    private bool TryReadOld(ReadOnlySpan<byte> payload, out Datagram datagram, scoped ref DecodeError error)
    {
        datagram = default;
        return error == DecodeError.UnsupportedVersion
            && DatagramTranslator.IsOld(payload)
            && _translator.TryTranslate(payload, out ReadOnlySpan<byte> translated, out error)
            && Datagram.TryRead(translated, out datagram, out _);
    }
}
