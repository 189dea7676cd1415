using System.Numerics;

namespace Weir.Analytics.Counters;

/// <summary>The values of one metric at all rows of a <see cref="RecordTable"/>, side by side. Only inside the shard's gate.</summary>
/// <remarks>A value is computed when it is asked for and its row has changed since; so it is what the row would say.</remarks>
internal sealed class MetricColumn(RecordTable table, int slot)
{
    private double[] _values = [];
    private ulong[] _changed = [];

    /// <summary>The slot.</summary>
    public int Slot => slot;

    /// <summary>Engine time at which somebody asked last, in microseconds.</summary>
    public long AskedUs { get; set; }

    /// <summary>A row has changed.</summary>
    public void MarkChanged(int chunk, int row)
    {
        // Chunks behind the end are new: all of them is computed when they are reached.
        if (chunk < _changed.Length)
        {
            _changed[chunk] |= 1ul << row;
        }
    }

    /// <summary>Values of a chunk; NaN where there is none.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="computed">Values that had to be computed.</param>
    public ReadOnlySpan<double> Read(RecordChunk chunk, out int computed)
    {
        if (chunk.Number >= _changed.Length)
        {
            Grow();
        }

        ulong changed = _changed[chunk.Number];
        _changed[chunk.Number] = 0;
        computed = BitOperations.PopCount(changed);
        Span<double> values = _values.AsSpan(chunk.Number * RecordChunk.Rows, RecordChunk.Rows);
        for (; changed != 0; changed &= changed - 1)
        {
            int row = BitOperations.TrailingZeroCount(changed);
            values[row] = RecordTable.Record(chunk, row).Number(slot);
        }

        return values;
    }

    private void Grow()
    {
        int before = _changed.Length;
        int chunks = table.Chunks.Count + (table.Chunks.Count / 8);
        Array.Resize(ref _values, chunks * RecordChunk.Rows);
        Array.Resize(ref _changed, chunks);
        _changed.AsSpan(before).Fill(ulong.MaxValue);
    }
}
