namespace Weir.Analytics.Flows.Tables;

/// <summary>Open-addressing index from hashes to entry numbers: linear probing, at most half full, deletion by shifting back.</summary>
/// <remarks>A cell holds the hash in its upper and entry number + 1 in its lower half, so that most misses never touch an entry.</remarks>
internal sealed class FlowIndex
{
    private ulong[] _cells;
    private int _mask;

    /// <summary>Makes an index.</summary>
    /// <param name="entries">Entries it must hold.</param>
    public FlowIndex(int entries)
    {
        _cells = new ulong[CellsFor(entries)];
        _mask = _cells.Length - 1;
    }

    /// <summary>Where the search for a hash begins.</summary>
    public int Start(uint hash) => (int)hash & _mask;

    /// <summary>The next candidate with this hash.</summary>
    /// <param name="hash">Hash wanted.</param>
    /// <param name="at">Cell to look at first; moved behind the candidate.</param>
    /// <returns>Entry number; -1 when there is none.</returns>
    public int Next(uint hash, ref int at)
    {
        while (true)
        {
            ulong cell = _cells[at];
            if (cell == 0)
            {
                return -1;
            }

            at = (at + 1) & _mask;
            if ((uint)(cell >> 32) == hash)
            {
                return (int)(uint)cell - 1;
            }
        }
    }

    /// <summary>Adds an entry that is not there yet.</summary>
    public void Add(uint hash, int entry)
    {
        int at = Start(hash);
        while (_cells[at] != 0)
        {
            at = (at + 1) & _mask;
        }

        _cells[at] = ((ulong)hash << 32) | (uint)(entry + 1);
    }

    /// <summary>Removes an entry.</summary>
    public void Remove(uint hash, int entry)
    {
        ulong wanted = ((ulong)hash << 32) | (uint)(entry + 1);
        int hole = Start(hash);
        while (_cells[hole] != wanted)
        {
            if (_cells[hole] == 0)
            {
                return;
            }

            hole = (hole + 1) & _mask;
        }

        // Every cell of the run that may move into the hole does, so that no search ends early.
        for (int at = (hole + 1) & _mask; _cells[at] != 0; at = (at + 1) & _mask)
        {
            int home = Start((uint)(_cells[at] >> 32));
            if (((at - home) & _mask) >= ((at - hole) & _mask))
            {
                _cells[hole] = _cells[at];
                hole = at;
            }
        }

        _cells[hole] = 0;
    }

    /// <summary>Makes room for more entries.</summary>
    public void Grow(int entries)
    {
        ulong[] old = _cells;
        _cells = new ulong[CellsFor(entries)];
        _mask = _cells.Length - 1;
        foreach (ulong cell in old)
        {
            if (cell != 0)
            {
                Add((uint)(cell >> 32), (int)(uint)cell - 1);
            }
        }
    }

    private static int CellsFor(int entries) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)entries * 2);
}
