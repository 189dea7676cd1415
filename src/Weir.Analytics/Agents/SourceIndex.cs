using System.Numerics;
using Weir.Analytics.Flows.Tables;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Agents;

/// <summary>Finds the data sources of one agent by number: open addressing, linear probing, at most half full. Single writer.</summary>
/// <remarks>
/// Number and state lie side by side, so that finding the source of a sample touches one cache line besides the source itself; all of them
/// lie in a list too, in the order in which they came. Bounded by what is added to it. A value that lies inside its owner: one reference less to follow.
/// </remarks>
internal struct SourceIndex
{
    private const int FirstSize = 8;

    // Secret: who sends datagrams chooses the numbers, and must not be able to choose them so that all have one home.
    private static readonly ulong Multiplier = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue) | 1;

    private Cell[] _cells;
    private DataSourceState[] _states = [];
    private int _count;

    /// <summary>Starts with no data source.</summary>
    public SourceIndex()
    {
        _cells = new Cell[FirstSize];
    }

    /// <summary>Number of data sources.</summary>
    public readonly int Count => _count;

    /// <summary>The data sources, in the order in which they came.</summary>
    public readonly ReadOnlySpan<DataSourceState> States => _states.AsSpan(0, _count);

    /// <summary>Asks for the beginning of the cells to be brought into the cache; every lookup needs it.</summary>
    public readonly void Prepare() => Prefetch.Object(_cells, 1);

    /// <summary>The state of a data source; null when it is not there.</summary>
    public readonly DataSourceState? Find(DataSource source)
    {
        Cell[] cells = _cells;
        ulong key = KeyOf(source);
        uint at = Home(key, cells.Length);
        while (true)
        {
            ref Cell cell = ref cells[at & (uint)(cells.Length - 1)];
            if (cell.Key == key || cell.State is null)
            {
                return cell.State;
            }

            at++;
        }
    }

    /// <summary>Cells that a lookup of some data source has to pass at the most.</summary>
    public readonly int LongestWalk()
    {
        int longest = 0;
        int run = 0;

        // Once around and on to the first free cell: what lies at the end may go on at the beginning.
        for (int i = 0; i < _cells.Length || run > 0; i++)
        {
            run = _cells[i % _cells.Length].State is null ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>Adds a data source that is not there yet.</summary>
    public void Add(DataSourceState state)
    {
        if (_count == _states.Length)
        {
            Array.Resize(ref _states, Math.Max(FirstSize / 2, _count * 2));
        }

        _states[_count++] = state;
        if (_count * 2 > _cells.Length)
        {
            _cells = new Cell[_cells.Length * 2];
            PlaceAll();
            return;
        }

        Place(state);
    }

    /// <summary>Takes data sources away.</summary>
    /// <param name="isGone">Called once for each; true for those that go.</param>
    public void Remove(Func<DataSourceState, bool> isGone)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!isGone(_states[i]))
            {
                _states[kept++] = _states[i];
            }
        }

        if (kept < _count)
        {
            _states.AsSpan(kept, _count - kept).Clear();
            _count = kept;
            Array.Clear(_cells);
            PlaceAll();
        }
    }

    private static ulong KeyOf(DataSource source) => ((ulong)source.Class << 32) | source.Index;

    // Mixed first, so that ports that follow each other do not lie as the secret happens to space them; then multiply-shift: as many of the
    // upper bits as there are cells, since lower ones do not depend on all of the key.
    private static uint Home(ulong key, int cells)
    {
        ulong mixed = key * 0x9e3779b97f4a7c15;
        return (uint)(((mixed ^ (mixed >> 32)) * Multiplier) >> BitOperations.LeadingZeroCount((ulong)cells - 1));
    }

    private readonly void PlaceAll()
    {
        foreach (DataSourceState state in States)
        {
            Place(state);
        }
    }

    private readonly void Place(DataSourceState state)
    {
        ulong key = KeyOf(state.Source);
        uint at = Home(key, _cells.Length);
        while (_cells[at & (uint)(_cells.Length - 1)].State is not null)
        {
            at++;
        }

        _cells[at & (uint)(_cells.Length - 1)] = new Cell { Key = key, State = state };
    }

    private struct Cell
    {
        public ulong Key;
        public DataSourceState? State;
    }
}
