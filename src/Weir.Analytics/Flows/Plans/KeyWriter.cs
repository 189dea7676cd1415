using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Writes the words of a flow key, see <see cref="FlowPlan"/>.</summary>
internal ref struct KeyWriter
{
    private readonly SampleScratch _scratch;
    private readonly Span<ulong> _words;
    private int _at;
    private int _texts;

    /// <summary>Begins a key.</summary>
    /// <param name="scratch">Gets it.</param>
    /// <param name="keys">Values it will have.</param>
    public KeyWriter(SampleScratch scratch, int keys)
    {
        _scratch = scratch;
        _words = scratch.Words;
        _at = FlowPlan.TagWords(keys);
        _words[.._at].Clear();
    }

    /// <summary>Writes a value.</summary>
    /// <param name="index">Which one, in order.</param>
    /// <param name="value">The value.</param>
    public void Write(int index, in Evaluated value)
    {
        _words[index >> 3] |= (ulong)value.Tag << ((index & 7) * 8);
        if (value.Type is KeyType.Ip6 or KeyType.Text)
        {
            _words[_at++] = value.High;
        }

        _words[_at++] = value.Low;
        if (value.Type == KeyType.Text)
        {
            _scratch.Texts[_texts++] = value.Text;
        }
    }

    /// <summary>Ends the key.</summary>
    /// <returns>Words it takes.</returns>
    public readonly int End()
    {
        _scratch.TextCount = _texts;
        return _at;
    }
}
