using System.Runtime.CompilerServices;

namespace Weir.Bgp.Rib;

/// <summary>
/// The paths of prefixes that have several (RFC 7911 section 3): chains of path identifier and attribute set, the best path first. One writer. Paths
/// live in chunks that never move, 12 octets each, so a reader beside the writer sees stale chains but never foreign memory.
/// </summary>
internal sealed class PathTable
{
    /// <summary>The end of a chain.</summary>
    public const int None = -1;

    private const int ChunkShift = 14;
    private const int ChunkSize = 1 << ChunkShift;
    private const int ChunkMask = ChunkSize - 1;

    private readonly Path[]?[] _chunks;
    private readonly int _maxPaths;
    private int _used;
    private int _free = None;

    /// <summary>Makes room for a number of paths, taken as they come.</summary>
    public PathTable(int maxPaths)
    {
        _maxPaths = maxPaths;
        _chunks = new Path[]?[(int)(((long)maxPaths + ChunkMask) >> ChunkShift)];
    }

    /// <summary>Paths held.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no path more can be held.</summary>
    public bool IsFull => Count >= _maxPaths;

    /// <summary>Octets of the chunks taken so far.</summary>
    public long AllocatedBytes => (long)_chunks.Count(static c => c is not null) * ChunkSize * Unsafe.SizeOf<Path>();

    /// <summary>Adds a path of no chain; the caller has asked <see cref="IsFull"/>.</summary>
    public int Add(uint id, int set)
    {
        int path = _free;
        if (path == None)
        {
            path = _used++;
            _chunks[path >> ChunkShift] ??= new Path[ChunkSize];
        }
        else
        {
            _free = At(path).Next;
        }

        At(path) = new Path { Id = id, Set = set, Next = None };
        Count++;
        return path;
    }

    /// <summary>Gives a path back that is in no chain any more.</summary>
    public void Release(int path)
    {
        At(path) = new Path { Next = _free };
        _free = path;
        Count--;
    }

    /// <summary>Forgets everything and gives the chunks back.</summary>
    public void Clear()
    {
        Array.Clear(_chunks);
        _used = 0;
        _free = None;
        Count = 0;
    }

    /// <summary>A path as a reader beside the writer may see it; false when there is none.</summary>
    public bool TryRead(int path, out int set, out int next)
    {
        set = 0;
        next = None;
        Path[]? chunk = (uint)(path >> ChunkShift) < (uint)_chunks.Length ? Volatile.Read(ref _chunks[path >> ChunkShift]) : null;
        if (chunk is null)
        {
            return false;
        }

        ref Path found = ref chunk[path & ChunkMask];
        set = found.Set;
        next = found.Next;
        return true;
    }

    /// <summary>Identifier of a path. Writer only.</summary>
    public uint IdOf(int path) => At(path).Id;

    /// <summary>Attribute set of a path. Writer only.</summary>
    public int SetOf(int path) => At(path).Set;

    /// <summary>The path after it in its chain. Writer only.</summary>
    public ref int NextOf(int path) => ref At(path).Next;

    private ref Path At(int path) => ref _chunks[path >> ChunkShift]![path & ChunkMask];

    private struct Path
    {
        public uint Id;
        public int Set;
        public int Next;
    }
}
