using Weir.Wire;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Finds strings in flow records whose place depends on the strings before them.</summary>
internal static class RecordText
{
    /// <summary>Stands for a string to skip.</summary>
    public const int SkipString = -1;

    /// <summary>Reads a string behind what <paramref name="before"/> lists; an empty string is an unknown value (sFlow v5 convention).</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="record">The record.</param>
    /// <param name="before">Bytes to skip, or <see cref="SkipString"/>, in order.</param>
    /// <param name="value">The string's position, when true.</param>
    public static bool TryRead(scoped ref SampleContext sample, RecordPosition record, ReadOnlySpan<int> before, out KeyValue value)
    {
        value = default;
        XdrReader reader = new(sample.BodyOf(record));
        foreach (int item in before)
        {
            if (item == SkipString ? !reader.TryReadOpaque(out _) : !reader.TrySkip(item))
            {
                return false;
            }
        }

        int start = record.Offset + reader.Position + 4;
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> text) || text.IsEmpty)
        {
            return false;
        }

        value = KeyValue.InSample(KeyForm.SampleBytes, start, text.Length);
        return true;
    }
}
