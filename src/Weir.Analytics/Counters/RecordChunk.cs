using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Analytics.Agents;
using Weir.Analytics.Queries;
using Weir.Wire;

namespace Weir.Analytics.Counters;

/// <summary>Records of <see cref="Rows"/> data sources, side by side. Single writer.</summary>
/// <remarks>The last two records of each are kept as they came, and values are computed when somebody asks: most are never looked at.</remarks>
/// <param name="table">The table it belongs to.</param>
/// <param name="number">Its number within the table, from 0.</param>
/// <param name="bytes">Memory it shares with other chunks.</param>
/// <param name="start">Where its part of that memory begins.</param>
internal sealed class RecordChunk(RecordTable table, int number, byte[] bytes, int start)
{
    /// <summary>Data sources of a chunk: as many as a word has bits.</summary>
    public const int Rows = 64;

    private readonly int _stride = table.Stride;
    private ulong _used;

    /// <summary>The table it belongs to.</summary>
    public RecordTable Table => table;

    /// <summary>Its number within the table, from 0.</summary>
    public int Number => number;

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

    /// <summary>Head and records of a data source, <see cref="RecordTable.Stride"/> bytes.</summary>
    public Span<byte> Place(int row) => bytes.AsSpan(start + (row * _stride), _stride);

    /// <summary>What stands before the records of a data source.</summary>
    public ref RecordHead Head(int row) => ref MemoryMarshal.AsRef<RecordHead>(Place(row));

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

    /// <summary>Takes a record over.</summary>
    /// <returns>False when it is shorter than its structure; what is there was taken.</returns>
    public bool Update(int row, ReadOnlySpan<byte> body, SampleClock clock)
    {
        Span<byte> place = Place(row);
        ref RecordHead head = ref MemoryMarshal.AsRef<RecordHead>(place);
        head.BeforeUs = head.TimeUs;
        head.BeforeUptimeMs = head.UptimeMs;
        head.BeforeLength = head.NewestLength;
        head.TimeUs = clock.TimeUs;
        head.UptimeMs = clock.UptimeMs;
        head.AbsentSlot = 0;

        // What was the newest is the one before now, and its place comes second: the other place takes the record.
        RecordStates turned = (head.States & RecordStates.IsSecond) ^ RecordStates.IsSecond;
        head.States = turned | RecordStates.HasPrevious | (head.Has(RecordStates.HasPrevious) ? RecordStates.Compares : RecordStates.None);
        int length = Math.Min(body.Length, table.Layout.FixedLength);
        head.NewestLength = (ushort)length;
        body[..length].CopyTo(place[(RecordHead.Size + (turned == RecordStates.None ? 0 : table.BodyBytes))..]);
        Times[row] = clock.TimeUs;
        table.MarkChanged(number, row);
        return length >= table.Layout.RequiredLength;
    }

    /// <summary>Takes a slot's value away until the next record.</summary>
    public void MakeAbsent(int row, int slot)
    {
        Head(row).AbsentSlot = (byte)(slot + 1);
        table.MarkChanged(number, row);
    }

    /// <summary>Frees a place.</summary>
    public void Free(int row)
    {
        _used &= ~(1ul << row);
        Owners[row] = null;
        Times[row] = long.MinValue;
        Place(row).Clear();
    }

    private static long[] MakeTimes()
    {
        long[] times = new long[Rows];
        Array.Fill(times, long.MinValue);
        return times;
    }
}
