using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Analytics.Groups;

/// <summary>Longest-prefix match over addresses of one family, immutable.</summary>
/// <remarks>
/// Nested prefixes cut the address space into ranges of one answer each; only the ranges' starts are kept, sorted, so n prefixes make at
/// most 2n+1 of them and a small set stays small. Above the starts lie levels that repeat every 16th key of the level below: a search
/// looks at 16 neighbouring keys a level (one cache line for IPv4), five levels for 300,000 prefixes.
/// </remarks>
/// <typeparam name="TKey">uint for IPv4, UInt128 for IPv6.</typeparam>
internal sealed class PrefixTable<TKey>
    where TKey : struct, IBinaryInteger<TKey>, IMinMaxValue<TKey>
{
    private const int Fanout = 16;

    private readonly TKey[][] _levels;
    private readonly int[] _groups;

    private PrefixTable(TKey[] starts, int[] groups)
    {
        _groups = groups;
        List<TKey[]> levels = [Filled(starts)];
        for (int count = starts.Length; count > Fanout;)
        {
            TKey[] below = levels[^1];
            count = (count + Fanout - 1) / Fanout;
            TKey[] level = new TKey[count];
            for (int i = 0; i < count; i++)
            {
                level[i] = below[i * Fanout];
            }

            levels.Add(Filled(level));
        }

        levels.Reverse();
        _levels = [.. levels];
    }

    /// <summary>Ranges kept.</summary>
    public int Ranges => _groups.Length;

    /// <summary>Levels that a lookup goes through.</summary>
    public int Depth => _levels.Length;

    /// <summary>Compiles prefixes; of equal ones the last counts.</summary>
    public static PrefixTable<TKey> Build(List<Prefix> prefixes)
    {
        Prefix[] sorted = SortAndDeduplicate(prefixes);
        RangeList ranges = new(sorted.Length * 2 + 1);
        Stack<(TKey End, int Group)> open = new();
        foreach (Prefix prefix in sorted)
        {
            TKey start = Key(prefix.Bits);
            while (open.TryPeek(out (TKey End, int Group) top) && top.End < start)
            {
                open.Pop();
                ranges.Add(top.End + TKey.One, open.TryPeek(out (TKey End, int Group) outer) ? outer.Group : -1);
            }

            ranges.Add(start, prefix.Group);
            open.Push((End(start, prefix.Length), prefix.Group));
        }

        while (open.TryPop(out (TKey End, int Group) top) && top.End != TKey.MaxValue)
        {
            ranges.Add(top.End + TKey.One, open.TryPeek(out (TKey End, int Group) outer) ? outer.Group : -1);
        }

        return new PrefixTable<TKey>(ranges.Starts, ranges.Groups);
    }

    /// <summary>Group of the longest prefix that contains the address; -1 when none does.</summary>
    public int Find(TKey address)
    {
        // Invariant: the wanted range is the last one that starts at or before the address. The first range starts at 0.
        int at = 0;
        foreach (TKey[] level in _levels)
        {
            // Only the largest of all addresses reaches what levels are filled up with.
            int first = Math.Min(at * Fanout, level.Length - Fanout);
            ReadOnlySpan<TKey> keys = level.AsSpan(first, Fanout);
            at = first + (typeof(TKey) == typeof(uint) ? LastUpTo(MemoryMarshal.Cast<TKey, uint>(keys), uint.CreateTruncating(address)) : LastUpTo(keys, address));
        }

        return _groups[Math.Min(at, _groups.Length - 1)];
    }

    /// <summary>Position of the last of 16 sorted keys that is not above the address; the first never is.</summary>
    private static int LastUpTo(ReadOnlySpan<uint> keys, uint address)
    {
        Vector256<uint> wanted = Vector256.Create(address);
        uint above = Vector256.GreaterThan(Vector256.Create(keys), wanted).ExtractMostSignificantBits()
            | (Vector256.GreaterThan(Vector256.Create(keys[(Fanout / 2)..]), wanted).ExtractMostSignificantBits() << (Fanout / 2));
        return Fanout - 1 - BitOperations.PopCount(above);
    }

    private static int LastUpTo(ReadOnlySpan<TKey> keys, TKey address)
    {
        int i = 0;
        while (i + 1 < keys.Length && keys[i + 1] <= address)
        {
            i++;
        }

        return i;
    }

    /// <summary>Fills a level up to whole groups of 16, with keys that are above all others.</summary>
    private static TKey[] Filled(TKey[] keys)
    {
        TKey[] filled = new TKey[(keys.Length + Fanout - 1) / Fanout * Fanout];
        keys.CopyTo(filled, 0);
        Array.Fill(filled, TKey.MaxValue, keys.Length, filled.Length - keys.Length);
        return filled;
    }

    private static TKey Key(UInt128 bits) =>
        typeof(TKey) == typeof(uint) ? TKey.CreateTruncating((uint)(bits >> 96)) : TKey.CreateTruncating(bits);

    private static TKey End(TKey start, int length)
    {
        int width = typeof(TKey) == typeof(uint) ? 32 : 128;
        return length == width ? start : start | (TKey.MaxValue >>> length);
    }

    private static Prefix[] SortAndDeduplicate(List<Prefix> prefixes)
    {
        // Written order decides between equal prefixes, and the framework's sort is not stable: the order is part of the key.
        (Prefix Prefix, int Order)[] items = new (Prefix, int)[prefixes.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = (prefixes[i], i);
        }

        Array.Sort(items, Compare);
        List<Prefix> kept = new(items.Length);
        foreach ((Prefix prefix, _) in items)
        {
            if (kept.Count > 0 && kept[^1].Bits == prefix.Bits && kept[^1].Length == prefix.Length)
            {
                kept[^1] = prefix;
                continue;
            }

            kept.Add(prefix);
        }

        return [.. kept];
    }

    private static int Compare((Prefix Prefix, int Order) a, (Prefix Prefix, int Order) b)
    {
        int result = a.Prefix.Bits.CompareTo(b.Prefix.Bits);
        result = result != 0 ? result : a.Prefix.Length.CompareTo(b.Prefix.Length);
        return result != 0 ? result : a.Order.CompareTo(b.Order);
    }

    private sealed class RangeList
    {
        private readonly List<TKey> _starts;
        private readonly List<int> _groups;

        public RangeList(int capacity)
        {
            _starts = new List<TKey>(capacity) { TKey.Zero };
            _groups = new List<int>(capacity) { -1 };
        }

        public TKey[] Starts => [.. _starts];

        public int[] Groups => [.. _groups];

        public void Add(TKey start, int group)
        {
            if (_starts[^1] == start)
            {
                // A longer prefix begins, or several end, at the same address: the last word counts.
                _starts.RemoveAt(_starts.Count - 1);
                _groups.RemoveAt(_groups.Count - 1);
            }

            if (_groups.Count > 0 && _groups[^1] == group)
            {
                return;
            }

            _starts.Add(start);
            _groups.Add(group);
        }
    }
}
