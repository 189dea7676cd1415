using System.Runtime.CompilerServices;
using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>What a plan made of one sample, on its way into a table. Reused from sample to sample; single writer: the shard.</summary>
internal sealed class SampleScratch
{
    // Inside the object: with what else a sample needs on the way it takes three cache lines as a rule.
    private KeyWords _words;

    /// <summary>Where the sample will be counted.</summary>
    public FlowTable? Table { get; set; }

    /// <summary>Hash of the key, its source included.</summary>
    public uint Hash { get; set; }

    /// <summary>Value of <see cref="Victim"/>: no slot is decided on.</summary>
    public const int NoVictim = -1;

    /// <summary>Value of <see cref="Victim"/>: a slot should be decided on before the sample is counted.</summary>
    public const int VictimWanted = -2;

    /// <summary>Slot that gives way if the flow is new, or one of the two above.</summary>
    public int Victim { get; set; }

    /// <summary>Rank of that slot when it was chosen: as long as it is the same, the choice is good.</summary>
    public double VictimRank { get; set; }

    /// <summary>Words the flow key takes.</summary>
    public int WordCount { get; set; }

    /// <summary>Words of the flow key, see <see cref="KeyUnits"/>; as many as any key can have.</summary>
    public Span<ulong> Words => _words;

    /// <summary>The flow key in whole blocks, to be copied and compared.</summary>
    public ReadOnlySpan<ulong> Key => Words[..KeyUnits.Padded(WordCount)];

    /// <summary>Texts in <see cref="Texts"/>.</summary>
    public int TextCount { get; set; }

    /// <summary>Text parts of the flow key, in order.</summary>
    public PooledText?[] Texts { get; } = new PooledText?[Language.DefinitionLimits.Keys];

    /// <summary>Values of the columns, as numbers; NaN where the sample has none.</summary>
    public double[] Numbers { get; } = new double[Language.DefinitionLimits.Values + 1];

    /// <summary>Values of the columns, as hashes; 0 where the sample has none.</summary>
    public ulong[] Hashes { get; } = new ulong[Language.DefinitionLimits.Values + 1];

    /// <summary>The measured value; not yet scaled.</summary>
    public double Value { get; set; }

    /// <summary>Packets this sample stands for.</summary>
    public double Scale { get; set; }

    /// <summary>True when the sample was taken where the packet left, not where it came in.</summary>
    public bool IsEgress { get; set; }

    /// <summary>Engine time of the sample, in microseconds.</summary>
    public long TimeUs { get; set; }

    /// <summary>Sets a text part of the key.</summary>
    /// <param name="index">Position in <see cref="Texts"/>.</param>
    /// <param name="text">The text.</param>
    public void SetText(int index, PooledText? text)
    {
        if (!ReferenceEquals(Texts[index], text))
        {
            // Telling the collector costs more than to look: mostly it is there already.
            Texts[index] = text;
        }
    }

    /// <summary>Makes it belong to a row; call it when the key is written.</summary>
    /// <param name="id">Its <see cref="FlowSource.Id"/>.</param>
    public void SetSource(uint id) => KeyUnits.Over(Words)[KeyUnits.Source] = id;

    /// <summary>Words of the longest key.</summary>
    [InlineArray(Language.DefinitionLimits.Keys * 3)]
    private struct KeyWords
    {
        private ulong _first;
    }
}
