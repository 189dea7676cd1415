using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Bgp.Rib;

/// <summary>
/// A path-compressed binary trie from prefixes to numbers: the longest match of RFC 4271 section 9.1. One writer. Nodes live in chunks
/// that never move, so a reader beside the writer sees stale or half-made paths but never foreign memory; <see cref="RibIn"/> checks a
/// version and reads again. A node takes 20 octets for IPv4 and 32 for IPv6; n prefixes need at most 2n nodes. A large IPv4 trie has an index
/// of the upper 16 bits: each slot is the root of the prefixes of that /16 or longer, shorter ones are in the trie of node 0.
/// </summary>
/// <typeparam name="TBits">The address: <see cref="uint"/> or <see cref="UInt128"/>.</typeparam>
internal sealed class PrefixTrie<TBits>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    /// <summary>The value of a prefix that is not there.</summary>
    public const int None = -1;

    private const int ChunkShift = 14;
    private const int ChunkSize = 1 << ChunkShift;
    private const int ChunkMask = ChunkSize - 1;

    private const int IndexBits = 16;
    private const int IndexFrom = 1 << 16;

    private readonly int[]? _index;
    private readonly Node[]?[] _chunks;
    private readonly int _maxPrefixes;
    private readonly int _width = Unsafe.SizeOf<TBits>() * 8;
    private int _used = 1;
    private int _free;

    /// <summary>Makes room for a number of prefixes, taken as they come.</summary>
    public PrefixTrie(int maxPrefixes)
    {
        _maxPrefixes = maxPrefixes;
        // IPv6 prefixes share too few upper bits for an index to be worth its memory.
        _index = _width == 32 && maxPrefixes >= IndexFrom ? new int[1 << IndexBits] : null;
        _chunks = new Node[]?[(int)(((2L * maxPrefixes) + 2 + (_index?.Length ?? 0) + ChunkMask) >> ChunkShift)];
        _chunks[0] = new Node[ChunkSize];
        this[0].Value = None;
    }

    /// <summary>Prefixes held.</summary>
    public int Count { get; private set; }

    /// <summary>Octets of the chunks taken so far.</summary>
    public long AllocatedBytes => ((long)_chunks.Count(static c => c is not null) * ChunkSize * Unsafe.SizeOf<Node>()) + ((_index?.Length ?? 0) * 4L);

    private ref Node this[int index] => ref _chunks[index >> ChunkShift]![index & ChunkMask];

    /// <summary>Sets the value of a prefix.</summary>
    /// <param name="bits">The prefix, later bits zero.</param>
    /// <param name="length">Its length.</param>
    /// <param name="value">0 or more.</param>
    /// <param name="before">The value it had; <see cref="None"/> when it is new.</param>
    /// <returns>False when there is no room; nothing was changed.</returns>
    public bool TrySet(TBits bits, int length, int value, out int before)
    {
        before = None;
        int at = RootFor(bits, length);
        if (at == 0 && IsIndexed(length))
        {
            at = Allocate(bits & Mask(IndexBits), IndexBits, None);
            _index![Slot(bits)] = at;
        }

        while (this[at].Length < length)
        {
            int child = this[at].Child(BitAt(bits, this[at].Length));
            int common = child == 0 ? 0 : Common(bits, length, ref this[child]);
            if (child != 0 && common == this[child].Length)
            {
                at = child;
                continue;
            }

            return TryGrow(at, child, common, bits, length, value);
        }

        before = this[at].Value;
        if (before == None && Count >= _maxPrefixes)
        {
            return false;
        }

        Count += before == None ? 1 : 0;
        this[at].Value = value;
        return true;
    }

    /// <summary>Removes a prefix.</summary>
    /// <returns>The value it had; <see cref="None"/> when it was not there.</returns>
    public int Remove(TBits bits, int length)
    {
        int grandparent = -1;
        int parent = -1;
        int at = RootFor(bits, length);
        if (at == 0 && IsIndexed(length))
        {
            return None;
        }

        while (this[at].Length < length)
        {
            int child = this[at].Child(BitAt(bits, this[at].Length));
            if (child == 0 || this[child].Length > length || Common(bits, length, ref this[child]) < this[child].Length)
            {
                return None;
            }

            grandparent = parent;
            parent = at;
            at = child;
        }

        int before = this[at].Value;
        if (before != None)
        {
            Count--;
            this[at].Value = None;
            Prune(at, parent, grandparent);
        }

        return before;
    }

    /// <summary>Finds the longest prefix that covers an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="length">Length of the prefix found.</param>
    /// <returns>Its value, or <see cref="None"/>.</returns>
    public int Find(TBits address, out int length)
    {
        int root = RootFor(address, _width);
        if (root != 0 && Walk(address, root, out length) is >= 0 and int found)
        {
            return found;
        }

        return Walk(address, 0, out length);
    }

    private int Walk(TBits address, int at, out int length)
    {
        int best = None;
        length = 0;
        // A reader beside the writer may walk a path that is being changed: no path is longer than the address.
        for (int steps = 0; steps <= _width; steps++)
        {
            Node[]? chunk = Volatile.Read(ref _chunks[at >> ChunkShift]);
            if (chunk is null)
            {
                break;
            }

            ref Node node = ref chunk[at & ChunkMask];
            int nodeLength = node.Length;
            if (nodeLength > _width || ((address ^ node.Bits) & Mask(nodeLength)) != TBits.Zero)
            {
                break;
            }

            if (node.Value != None)
            {
                best = node.Value;
                length = nodeLength;
            }

            at = nodeLength == _width ? 0 : node.Child(BitAt(address, nodeLength));
            if (at == 0)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Forgets everything and gives the chunks back.</summary>
    public void Clear()
    {
        _used = 1;
        _free = 0;
        Count = 0;
        this[0] = new Node { Value = None };
        Array.Clear(_index ?? []);
        Array.Clear(_chunks, 1, _chunks.Length - 1);
    }

    // Hangs a new prefix below a node: as a leaf, above the child, or beside it under a node that joins them.
    private bool TryGrow(int parent, int child, int common, TBits bits, int length, int value)
    {
        if (Count >= _maxPrefixes)
        {
            return false;
        }

        Count++;
        int side = BitAt(bits, this[parent].Length);
        int leaf = Allocate(bits, length, value);
        if (child == 0)
        {
            this[parent].SetChild(side, leaf);
        }
        else if (common == length)
        {
            this[leaf].SetChild(BitAt(this[child].Bits, length), child);
            this[parent].SetChild(side, leaf);
        }
        else
        {
            int join = Allocate(bits & Mask(common), common, None);
            int leafSide = BitAt(bits, common);
            this[join].SetChild(leafSide, leaf);
            this[join].SetChild(1 - leafSide, child);
            this[parent].SetChild(side, join);
        }

        return true;
    }

    private void Prune(int at, int parent, int grandparent)
    {
        ref Node node = ref this[at];
        // Roots stay: they have no parent to be taken from.
        if (parent < 0 || (node.Left != 0 && node.Right != 0))
        {
            return;
        }

        Replace(parent, at, node.Left | node.Right);
        Release(at);
        ref Node above = ref this[parent];
        bool oneChild = above.Left == 0 || above.Right == 0;
        if (grandparent >= 0 && above.Value == None && oneChild)
        {
            Replace(grandparent, parent, above.Left | above.Right);
            Release(parent);
        }
    }

    private void Replace(int parent, int child, int by) => this[parent].SetChild(this[parent].Left == child ? 0 : 1, by);

    private int Allocate(TBits bits, int length, int value)
    {
        int index = _free;
        if (index != 0)
        {
            _free = this[index].Left;
        }
        else
        {
            index = _used++;
            _chunks[index >> ChunkShift] ??= new Node[ChunkSize];
        }

        this[index] = new Node { Bits = bits, Length = (byte)length, Value = value };
        return index;
    }

    private void Release(int index)
    {
        this[index] = new Node { Left = _free, Value = None };
        _free = index;
    }

    private bool IsIndexed(int length) => _index is not null && length >= IndexBits;

    private int RootFor(TBits bits, int length) => IsIndexed(length) ? _index![Slot(bits)] : 0;

    private int Slot(TBits bits) => int.CreateTruncating(bits >>> (_width - IndexBits));

    private int BitAt(TBits bits, int position) => int.CreateTruncating((bits >>> (_width - 1 - position)) & TBits.One);

    private TBits Mask(int length) => length == 0 ? TBits.Zero : ~TBits.Zero << (_width - length);

    private static int Common(TBits bits, int length, ref Node node)
    {
        int same = int.CreateTruncating(TBits.LeadingZeroCount(bits ^ node.Bits));
        return Math.Min(same, Math.Min(length, node.Length));
    }

    private struct Node
    {
        public TBits Bits;
        public int Left;
        public int Right;
        public int Value;
        public byte Length;

        public readonly int Child(int side) => side == 0 ? Left : Right;

        public void SetChild(int side, int index)
        {
            if (side == 0)
            {
                Left = index;
            }
            else
            {
                Right = index;
            }
        }
    }
}
