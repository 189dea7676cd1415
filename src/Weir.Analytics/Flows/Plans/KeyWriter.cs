using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Writes a flow key as <see cref="KeyUnits"/> says; the source is left to whoever knows it.</summary>
internal ref struct KeyWriter
{
    private readonly SampleScratch _scratch;
    private readonly Span<uint> _units;
    private int _at;
    private int _texts;

    /// <summary>Begins a key.</summary>
    /// <param name="scratch">Gets it.</param>
    /// <param name="keys">Values it will have.</param>
    public KeyWriter(SampleScratch scratch, int keys)
    {
        _scratch = scratch;
        _units = KeyUnits.Over(scratch.Words);
        _at = KeyUnits.FirstValue(keys);
        _units[.._at].Clear();
    }

    /// <summary>Writes a value.</summary>
    /// <param name="index">Which one, in order.</param>
    /// <param name="value">The value.</param>
    public void Write(int index, in Evaluated value)
    {
        byte tag = KeyUnits.TagOf(in value);
        _units[KeyUnits.FirstTag + (index >> 2)] |= (uint)tag << ((index & 3) * 8);
        int width = KeyUnits.Of(tag);
        switch (width)
        {
            case 1:
                _units[_at] = (uint)value.Low;
                break;
            case KeyUnits.Most:
                KeyUnits.Store(_units, _at, value.High);
                KeyUnits.Store(_units, _at + 2, value.Low);
                break;
            default:
                KeyUnits.Store(_units, _at, value.Low);
                break;
        }

        _at += width;
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
        int words = KeyUnits.Words(_at);
        _units[_at..(KeyUnits.Padded(words) * 2)].Clear();
        return words;
    }
}
