using System.Buffers;

namespace Weir.Analytics.Queries;

/// <summary>Rows found during one stay in a shard's gate, in memory that is used again by the next stay and the next answer.</summary>
/// <remarks>Grows with the rows of one stay, which <see cref="AgentWalk"/> bounds by one agent's more than its own limit.</remarks>
/// <typeparam name="T">Row.</typeparam>
internal sealed class RowBuffer<T> : IDisposable
{
    private const int FirstRows = 1_024;

    private T[] _rows = ArrayPool<T>.Shared.Rent(FirstRows);
    private int _count;

    /// <summary>The rows; they hold until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<T> Rows => _rows.AsMemory(0, _count);

    /// <summary>Adds a row.</summary>
    public void Add(in T row)
    {
        if (_count == _rows.Length)
        {
            Grow();
        }

        _rows[_count++] = row;
    }

    /// <summary>Rows there are.</summary>
    public int Count => _count;

    /// <summary>Forgets the rows.</summary>
    public void Clear() => CutTo(0);

    /// <summary>Forgets all rows but the first.</summary>
    /// <param name="count">Rows that stay; at most as many as there are.</param>
    public void CutTo(int count)
    {
        // What a row refers to must not be kept alive by memory that lies in the pool.
        _rows.AsSpan(count, _count - count).Clear();
        _count = count;
    }

    /// <summary>Gives the memory back. Once.</summary>
    public void Dispose()
    {
        Clear();
        ArrayPool<T>.Shared.Return(_rows);
        _rows = [];
    }

    private void Grow()
    {
        T[] larger = ArrayPool<T>.Shared.Rent(_rows.Length * 2);
        _rows.AsSpan(0, _count).CopyTo(larger);
        _rows.AsSpan(0, _count).Clear();
        ArrayPool<T>.Shared.Return(_rows);
        _rows = larger;
    }
}
