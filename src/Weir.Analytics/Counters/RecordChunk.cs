using System.Numerics;
using Weir.Analytics.Agents;
using Weir.Analytics.Queries;
using Weir.Wire;

namespace Weir.Analytics.Counters;

/// <summary>Records of <see cref="Rows"/> data sources, side by side.</summary>
internal sealed class RecordChunk(RecordTable table, int number)
{
    /// <summary>Data sources of a chunk: as many as a word has bits.</summary>
    public const int Rows = 64;

    private ulong _used;

    /// <summary>The table it belongs to.</summary>
    public RecordTable Table => table;

    /// <summary>Its number within the table, from 0.</summary>
    public int Number => number;

    /// <summary>Heads and records, <see cref="RecordTable.Stride"/> bytes for each data source.</summary>
    public byte[] Bytes { get; } = new byte[Rows * table.Stride];

    /// <summary>Engine time of each data source's newest record in microseconds; <see cref="long.MinValue"/> where there is none.</summary>
    public long[] Times { get; } = MakeTimes();

    /// <summary>Whose records they are.</summary>
    public DataSourceState?[] Owners { get; } = new DataSourceState?[Rows];

    /// <summary>An address that no data source's agent here lies before.</summary>
    public NetworkAddress Least { get; private set; }

    /// <summary>True while the table has it among the chunks with free places.</summary>
    public bool IsOffered { get; set; }

    /// <summary>True when no place is free.</summary>
    public bool IsFull => _used == ulong.MaxValue;

    /// <summary>Gives a free place to a data source.</summary>
    public int Take(DataSourceState owner)
    {
        int row = BitOperations.TrailingZeroCount(~_used);
        NetworkAddress address = owner.Agent.Address;
        Least = _used == 0 || AgentWalk.Compare(address, Least) < 0 ? address : Least;
        _used |= 1ul << row;
        Owners[row] = owner;
        return row;
    }

    /// <summary>Frees a place.</summary>
    public void Free(int row)
    {
        _used &= ~(1ul << row);
        Owners[row] = null;
        Times[row] = long.MinValue;
        Bytes.AsSpan(row * table.Stride, table.Stride).Clear();
    }

    private static long[] MakeTimes()
    {
        long[] times = new long[Rows];
        Array.Fill(times, long.MinValue);
        return times;
    }
}
