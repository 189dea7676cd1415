using System.Runtime.CompilerServices;

namespace Weir.Bgp.Rib;

/// <summary>
/// Attribute sets by their octets, counted by the prefixes that use them (RFC 4271 section 9.1: the Adj-RIB-In keeps them per route;
/// a table of a million routes has a fifth as many sets). One writer. Open hashing with chains; its size follows the prefixes.
/// </summary>
internal sealed class AttributeTable
{
    private const int InitialCapacity = 1024;

    private Slot[] _slots = new Slot[InitialCapacity];
    private int[] _buckets = NewBuckets(InitialCapacity);
    private int _used;
    private int _free = -1;

    /// <summary>Sets in use.</summary>
    public int Count { get; private set; }

    /// <summary>Octets held: slots, buckets, objects and blocks.</summary>
    public long AllocatedBytes => ((long)_slots.Length * Unsafe.SizeOf<Slot>()) + (_buckets.Length * 4L) + _blockBytes;

    private long _blockBytes;

    /// <summary>The set of a slot; null when a reader came while it was being given back.</summary>
    public AttributeSet? this[int slot]
    {
        get
        {
            Slot[] slots = Volatile.Read(ref _slots);
            return (uint)slot < (uint)slots.Length ? slots[slot].Set : null;
        }
    }

    /// <summary>Finds or makes the set of a block. The caller counts its uses.</summary>
    public int Intern(ReadOnlySpan<byte> block, bool fourOctets)
    {
        HashCode code = default;
        code.AddBytes(block);
        int hash = code.ToHashCode();
        for (int at = _buckets[hash & (_buckets.Length - 1)]; at >= 0; at = _slots[at].Next)
        {
            if (_slots[at].Hash == hash && _slots[at].Set!.Block.SequenceEqual(block))
            {
                return at;
            }
        }

        return Add(block, hash, fourOctets);
    }

    /// <summary>One prefix more uses the set.</summary>
    public void Acquire(int slot) => _slots[slot].Uses++;

    /// <summary>One prefix less uses it; the last one gives it back.</summary>
    public void Release(int slot)
    {
        if (--_slots[slot].Uses <= 0)
        {
            Drop(slot);
        }
    }

    /// <summary>Gives a set back that nobody took up.</summary>
    public void ReleaseUnused(int slot)
    {
        if (_slots[slot].Uses == 0)
        {
            Drop(slot);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _slots = new Slot[InitialCapacity];
        _buckets = NewBuckets(InitialCapacity);
        _used = 0;
        _free = -1;
        _blockBytes = 0;
        Count = 0;
    }

    private static int[] NewBuckets(int size)
    {
        int[] buckets = new int[size];
        Array.Fill(buckets, -1);
        return buckets;
    }

    // An array header of 24 octets, an object of 40, and the block.
    private static int SizeOf(AttributeSet set) => 64 + set.Block.Length;

    private int Add(ReadOnlySpan<byte> block, int hash, bool fourOctets)
    {
        int at = _free;
        if (at >= 0)
        {
            _free = _slots[at].Next;
        }
        else
        {
            at = _used == _slots.Length ? Grow() : _used;
            _used = at + 1;
        }

        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        AttributeSet set = new(block, fourOctets);
        _slots[at] = new Slot { Set = set, Hash = hash, Next = bucket };
        bucket = at;
        Count++;
        _blockBytes += SizeOf(set);
        return at;
    }

    private int Grow()
    {
        int size = _slots.Length;
        Slot[] larger = new Slot[size * 2];
        _slots.CopyTo(larger, 0);
        int[] buckets = NewBuckets(larger.Length);
        for (int i = 0; i < size; i++)
        {
            // Every slot is in use: Grow is called only when none is free.
            ref int bucket = ref buckets[larger[i].Hash & (buckets.Length - 1)];
            larger[i].Next = bucket;
            bucket = i;
        }

        Volatile.Write(ref _slots, larger);
        _buckets = buckets;
        return size;
    }

    private void Drop(int slot)
    {
        ref int link = ref _buckets[_slots[slot].Hash & (_buckets.Length - 1)];
        while (link != slot)
        {
            link = ref _slots[link].Next;
        }

        link = _slots[slot].Next;
        _blockBytes -= SizeOf(_slots[slot].Set!);
        _slots[slot] = new Slot { Next = _free };
        _free = slot;
        Count--;
    }

    private struct Slot
    {
        public AttributeSet? Set;
        public int Hash;
        public int Next;
        public int Uses;
    }
}
