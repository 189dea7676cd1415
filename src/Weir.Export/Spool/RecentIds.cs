using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Export.Events;

namespace Weir.Export.Spool;

/// <summary>The ids of the last events with their sequences: what tells that an event comes a second time.</summary>
/// <remarks>
/// A ring of the newest ids (their SHA-256, cut to 128 bits: nobody can make two ids that meet) and a table of open addressing into it. Memory
/// grows with use up to 32 bytes an id. When it is full the oldest id is forgotten. Used by one thread.
/// </remarks>
internal sealed class RecentIds
{
    private const int SmallestRing = 1_024;
    private const int Free = -1;

    private readonly int _capacity;
    private Entry[] _ring;
    private int[] _table;
    private int _oldest;
    private int _count;

    public RecentIds(int capacity)
    {
        _capacity = capacity;
        _ring = new Entry[Math.Min(SmallestRing, capacity)];
        _table = NewTable(_ring.Length);
    }

    private readonly record struct Entry(ulong High, ulong Low, long Sequence);

    public int Count => _count;

    /// <summary>Remembers an id.</summary>
    /// <param name="id">Valid id.</param>
    /// <param name="sequence">Sequence of its event.</param>
    /// <param name="known">The sequence it had before.</param>
    /// <returns>False when it was remembered before; then nothing changes.</returns>
    public bool TryAdd(ReadOnlySpan<char> id, long sequence, out long known)
    {
        Span<byte> bytes = stackalloc byte[WeirEvent.MaxIdLength];
        int length = Encoding.ASCII.GetBytes(id, bytes);
        return TryAdd(bytes[..length], sequence, out known);
    }

    /// <summary>As above, for an id in ASCII.</summary>
    public bool TryAdd(ReadOnlySpan<byte> id, long sequence, out long known)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, digest);
        Entry entry = new(BinaryPrimitives.ReadUInt64LittleEndian(digest), BinaryPrimitives.ReadUInt64LittleEndian(digest[sizeof(ulong)..]), sequence);
        int slot = Find(entry);
        if (_table[slot] != Free)
        {
            known = _ring[_table[slot]].Sequence;
            return false;
        }

        known = 0;
        MakeRoom();
        int place = (_oldest + _count) % _ring.Length;
        _ring[place] = entry;
        _table[Find(entry)] = place;
        _count++;
        return true;
    }

    /// <summary>Forgets the ids that were added last, because their events could not be written.</summary>
    public void RemoveNewest(int count)
    {
        for (int i = 0; i < count && _count > 0; i++)
        {
            _count--;
            Forget((_oldest + _count) % _ring.Length);
        }
    }

    private static int[] NewTable(int ring)
    {
        int[] table = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)ring * 2)];
        Array.Fill(table, Free);
        return table;
    }

    private void MakeRoom()
    {
        if (_count < _ring.Length)
        {
            return;
        }

        if (_ring.Length < _capacity)
        {
            Grow();
            return;
        }

        Forget(_oldest);
        _oldest = (_oldest + 1) % _ring.Length;
        _count--;
    }

    private void Grow()
    {
        Entry[] ring = new Entry[Math.Min(_capacity, _ring.Length * 2)];
        for (int i = 0; i < _count; i++)
        {
            ring[i] = _ring[(_oldest + i) % _ring.Length];
        }

        _ring = ring;
        _oldest = 0;
        _table = NewTable(ring.Length);
        for (int i = 0; i < _count; i++)
        {
            _table[Find(ring[i])] = i;
        }
    }

    private int Home(in Entry entry) => (int)(entry.Low & (uint)(_table.Length - 1));

    // The slot that holds the id, or the free one where it would go.
    private int Find(in Entry entry)
    {
        int slot = Home(entry);
        while (_table[slot] != Free)
        {
            ref Entry there = ref _ring[_table[slot]];
            if (there.Low == entry.Low && there.High == entry.High)
            {
                break;
            }

            slot = (slot + 1) & (_table.Length - 1);
        }

        return slot;
    }

    private void Forget(int place)
    {
        int mask = _table.Length - 1;
        int hole = Find(_ring[place]);
        int slot = hole;
        while (true)
        {
            _table[hole] = Free;
            do
            {
                slot = (slot + 1) & mask;
                if (_table[slot] == Free)
                {
                    return;
                }
            }
            while (((slot - Home(_ring[_table[slot]])) & mask) < ((slot - hole) & mask));

            // What lies behind the hole and could not be found past it moves into it.
            _table[hole] = _table[slot];
            hole = slot;
        }
    }
}
