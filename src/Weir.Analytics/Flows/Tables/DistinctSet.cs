using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Counts distinct values seen during the last two windows of time: exactly up to <see cref="ExactMembers"/>, then by a sketch.</summary>
/// <remarks>
/// The sketch is HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) with linear counting for small numbers, one per window:
/// 2,048 registers give a standard error of 2.3 %. What is larger than <see cref="FirstSize"/> members comes from a
/// <see cref="DistinctBudget"/>: 4 KiB at the most. When that has none left, the set goes on with 256 registers a window of its own, 512
/// bytes, whose standard error is 6.5 %, until it is cleared. Reused from entry to entry.
/// </remarks>
internal sealed class DistinctSet(DistinctBudget budget)
{
    /// <summary>Values counted exactly.</summary>
    public const int ExactMembers = 256;

    /// <summary>Registers a window has when the budget has room for them.</summary>
    public const int LargeRegisters = 1 << LargeBits;

    /// <summary>Registers a window has otherwise.</summary>
    public const int SmallRegisters = 1 << SmallBits;

    private const int LargeBits = 11;
    private const int SmallBits = 8;
    private const int FirstSize = 16;

    // As long as two windows of registers: the one becomes the other without a byte more.
    private const int TableSize = ExactMembers * 2;

    // A member is its hash with the two lowest bits telling the window (modulo 4) in which it was seen last; 0 is empty.
    private readonly ulong[] _first = new ulong[FirstSize];
    private ulong[]? _larger;
    private ulong[]? _small;
    private int _count;
    private int _registerBits;
    private bool _isTurned;
    private long _window;

    /// <summary>True when it counts by a small sketch because the budget had nothing left.</summary>
    public bool IsSmall => _registerBits > 0 && ReferenceEquals(Sketch, _small);

    private bool IsSketch => _registerBits > 0;

    private ulong[] Members => _larger ?? _first;

    private ulong[] Sketch => _larger ?? _small!;

    private int Registers => 1 << _registerBits;

    /// <summary>Registers of the current window.</summary>
    private Span<byte> Current => MemoryMarshal.AsBytes(Sketch.AsSpan()).Slice(_isTurned ? Registers : 0, Registers);

    /// <summary>Registers of the window before.</summary>
    private Span<byte> Previous => MemoryMarshal.AsBytes(Sketch.AsSpan()).Slice(_isTurned ? 0 : Registers, Registers);

    /// <summary>Adds a value.</summary>
    /// <param name="hash">Well-mixed hash of the value.</param>
    /// <param name="window">Number of the window it was seen in; never goes back.</param>
    public void Add(ulong hash, long window)
    {
        MoveTo(window);
        if (!IsSketch && AddMember(hash, _window))
        {
            return;
        }

        AddToSketch(Current, hash);
    }

    /// <summary>Distinct values of the window and the one before. Looking changes nothing.</summary>
    public double Count(long window)
    {
        long gone = window - _window;
        if (gone > 1)
        {
            return 0;
        }

        return IsSketch ? Estimate(both: gone <= 0) : CountMembers(both: gone <= 0);
    }

    /// <summary>Forgets everything; what came from the budget is given back.</summary>
    public void Clear()
    {
        GiveBack();
        Array.Clear(_first);
        _registerBits = 0;
        _isTurned = false;
        _count = 0;
        _window = 0;
    }

    private void GiveBack()
    {
        if (_larger is not null)
        {
            budget.Return(_larger);
            _larger = null;
        }
    }

    private void MoveTo(long window)
    {
        if (window <= _window)
        {
            return;
        }

        long gone = window - _window;
        _window = window;
        if (IsSketch)
        {
            _isTurned = !_isTurned;
            Current.Clear();
            if (gone > 1)
            {
                Previous.Clear();
            }
        }
        else if (_count > 0)
        {
            DropOldMembers(gone, window);
        }
    }

    private void DropOldMembers(long gone, long window)
    {
        ulong[] members = Members;
        ulong[] old = ArrayPool<ulong>.Shared.Rent(members.Length);
        members.CopyTo(old, 0);
        Array.Clear(members);
        _count = 0;
        ulong kept = (ulong)(window - 1) & 3;
        for (int i = 0; i < members.Length; i++)
        {
            if (old[i] != 0 && gone == 1 && (old[i] & 3) == kept)
            {
                Insert(members, old[i]);
            }
        }

        ArrayPool<ulong>.Shared.Return(old);
    }

    private bool AddMember(ulong hash, long window)
    {
        ulong member = Tag(hash, window);
        ulong[] members = Members;
        int at = Find(members, member);
        if (members[at] != 0)
        {
            members[at] = member;
            return true;
        }

        if (_count == ExactMembers || !HasRoom())
        {
            BecomeSketch(window, isSmall: _count < ExactMembers);
            return false;
        }

        Insert(Members, member);
        return true;
    }

    /// <summary>Makes room for one member more; false when the budget has none.</summary>
    private bool HasRoom()
    {
        ulong[] before = Members;
        if ((_count + 1) * 2 <= before.Length)
        {
            return true;
        }

        if (budget.Rent(Math.Min(TableSize, before.Length * 2)) is not { } larger)
        {
            return false;
        }

        _count = 0;
        foreach (ulong member in before)
        {
            if (member != 0)
            {
                Insert(larger, member);
            }
        }

        GiveBack();
        _larger = larger;
        return true;
    }

    // Bit 2 keeps the value apart from an empty cell whatever the window is.
    private static ulong Tag(ulong hash, long window) => (hash & ~7ul) | 4 | ((ulong)window & 3);

    private static int Find(ulong[] members, ulong member)
    {
        int mask = members.Length - 1;
        int at = (int)(member >> 40) & mask;
        while (members[at] != 0 && ((members[at] ^ member) & ~3ul) != 0)
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    private void Insert(ulong[] members, ulong member)
    {
        int at = Find(members, member);
        _count += members[at] == 0 ? 1 : 0;
        members[at] = member;
    }

    private int CountMembers(bool both)
    {
        if (both)
        {
            return _count;
        }

        int count = 0;
        foreach (ulong member in Members)
        {
            count += member != 0 && (member & 3) == ((ulong)_window & 3) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Goes on with registers: in the place of the members when they take as much, in a small place of its own otherwise.</summary>
    private void BecomeSketch(long window, bool isSmall)
    {
        ulong[] members = Members;
        ulong[] old = ArrayPool<ulong>.Shared.Rent(members.Length);
        members.CopyTo(old, 0);
        if (isSmall)
        {
            GiveBack();
            _small ??= new ulong[2 * SmallRegisters / sizeof(ulong)];
        }

        _registerBits = isSmall ? SmallBits : LargeBits;
        _isTurned = false;
        Array.Clear(Sketch);
        foreach (ulong member in old.AsSpan(0, members.Length))
        {
            if (member != 0)
            {
                AddToSketch((member & 3) == ((ulong)window & 3) ? Current : Previous, member);
            }
        }

        ArrayPool<ulong>.Shared.Return(old);
    }

    private void AddToSketch(Span<byte> registers, ulong hash)
    {
        int register = (int)(hash >> (64 - _registerBits));
        byte rank = (byte)(BitOperations.LeadingZeroCount((hash << _registerBits) | (1ul << (_registerBits + 2))) + 1);
        if (registers[register] < rank)
        {
            registers[register] = rank;
        }
    }

    private double Estimate(bool both)
    {
        ReadOnlySpan<byte> current = Current;
        ReadOnlySpan<byte> previous = Previous;
        double registers = Registers;
        double sum = 0;
        int zeros = 0;
        for (int i = 0; i < current.Length; i++)
        {
            int rank = both ? Math.Max(current[i], previous[i]) : current[i];
            zeros += rank == 0 ? 1 : 0;
            sum += Math.ScaleB(1, -rank);
        }

        double alpha = 0.7213 / (1 + (1.079 / registers));
        double raw = alpha * registers * registers / sum;
        return raw <= 2.5 * registers && zeros > 0 ? registers * Math.Log(registers / zeros) : raw;
    }
}
