using Weir.Analytics.Flows.Keys;

namespace Weir.Analytics.Flows.Plans;

/// <summary>Room in which keys are made text one after the other, so that looking at the keys of thousands of flows allocates nothing.</summary>
internal sealed class KeyTextBuffer
{
    private readonly byte[] _utf8 = new byte[KeyValue.MaxTextLength];
    private char[] _text = new char[256];
    private int _length;

    /// <summary>Writes a key: the same text as <see cref="FlowPlan.FormatKey"/> makes.</summary>
    /// <param name="plan">Knows how to read the words.</param>
    /// <param name="words">Words of the key.</param>
    /// <param name="texts">Texts of the key, in order; those that are no text are absent.</param>
    /// <returns>The text; good until the next call.</returns>
    public ReadOnlySpan<char> Write(FlowPlan plan, ReadOnlySpan<ulong> words, ReadOnlySpan<PooledText?> texts)
    {
        _length = 0;
        ReadOnlySpan<uint> units = KeyUnits.Over(words);
        int at = KeyUnits.FirstValue(plan.KeyCount);
        int text = 0;
        for (int i = 0; i < plan.KeyCount; i++)
        {
            byte tag = KeyUnits.TagAt(units, i);
            Evaluated value = KeyUnits.Read(units, tag, ref at, (KeyType)(tag & 7) == KeyType.Text ? texts[text++] : null);
            if (i > 0)
            {
                plan.Syntax.Definition.Fs.CopyTo(Room(plan.Syntax.Definition.Fs.Length));
            }

            if (value.Text is { } pooled)
            {
                pooled.Value.CopyTo(Room(pooled.Value.Length));
                continue;
            }

            int length = value.Format(_utf8);
            System.Text.Encoding.UTF8.GetChars(_utf8.AsSpan(0, length), Room(length));
        }

        return _text.AsSpan(0, _length);
    }

    // What is no text of the network is ASCII: as many characters as bytes.
    private Span<char> Room(int characters)
    {
        if (_length + characters > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + characters, _text.Length * 2));
        }

        _length += characters;
        return _text.AsSpan(_length - characters, characters);
    }
}
