using System.Runtime.InteropServices;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Network;

/// <summary>Samples that one shard evaluated for network-wide definitions, on their way to <see cref="NetworkFlows"/>. Single writer: the shard.</summary>
/// <remarks>
/// Key, texts and values are copied, so nothing refers to the datagram. Bounded: the shard hands the batch over at the end of every batch of
/// datagrams, and within one as soon as <see cref="IsFull"/>.
/// </remarks>
internal sealed class NetworkBatch
{
    /// <summary>Samples after which the batch is handed over early.</summary>
    public const int Most = 4_096;

    private readonly List<Entry> _entries = [];
    private readonly List<ulong> _words = [];
    private readonly List<PooledText?> _texts = [];
    private readonly List<double> _numbers = [];
    private readonly List<ulong> _hashes = [];

    /// <summary>Samples waiting.</summary>
    public int Count => _entries.Count;

    /// <summary>True when it should be handed over now.</summary>
    public bool IsFull => _entries.Count >= Most;

    /// <summary>Copies what a plan made of a sample.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sample">Key, values, scale and time.</param>
    /// <param name="words">Words the key takes.</param>
    /// <param name="nowUs">Engine time of the datagram, in microseconds.</param>
    /// <param name="receivedTicks">When the datagram was received, for events.</param>
    public void Append(FlowPlan plan, SampleScratch sample, int words, long nowUs, long receivedTicks)
    {
        int columns = plan.Columns.Length;
        _entries.Add(new Entry(plan, words, sample.TextCount, sample.Value, sample.Scale, sample.IsEgress, sample.TimeUs, nowUs, receivedTicks));
        _words.AddRange(sample.Words[..words]);
        _texts.AddRange(sample.Texts.AsSpan(0, sample.TextCount));
        _numbers.AddRange(sample.Numbers.AsSpan(0, columns));
        _hashes.AddRange(sample.Hashes.AsSpan(0, columns));
    }

    /// <summary>Hands out the samples in order and empties the batch.</summary>
    /// <param name="scratch">Filled with one sample after another.</param>
    /// <param name="take">Called for each with the scratch filled.</param>
    public void Drain(SampleScratch scratch, Action<Entry> take)
    {
        int word = 0, text = 0, column = 0;
        foreach (Entry entry in _entries)
        {
            int columns = entry.Plan.Columns.Length;
            CollectionsMarshal.AsSpan(_words).Slice(word, entry.Words).CopyTo(scratch.Words);
            scratch.Words[entry.Words..KeyUnits.Padded(entry.Words)].Clear();
            _texts.CopyTo(text, scratch.Texts, 0, entry.Texts);
            _numbers.CopyTo(column, scratch.Numbers, 0, columns);
            _hashes.CopyTo(column, scratch.Hashes, 0, columns);
            scratch.TextCount = entry.Texts;
            scratch.Value = entry.Value;
            scratch.Scale = entry.Scale;
            scratch.IsEgress = entry.IsEgress;
            scratch.TimeUs = entry.TimeUs;
            take(entry);
            word += entry.Words;
            text += entry.Texts;
            column += columns;
        }

        Clear();
    }

    private void Clear()
    {
        _entries.Clear();
        _words.Clear();
        _texts.Clear();
        _numbers.Clear();
        _hashes.Clear();
    }

    /// <summary>One sample; its words, texts and columns lie in the lists.</summary>
    public readonly record struct Entry(
        FlowPlan Plan, int Words, int Texts, double Value, double Scale, bool IsEgress, long TimeUs, long NowUs, long ReceivedTicks);
}
