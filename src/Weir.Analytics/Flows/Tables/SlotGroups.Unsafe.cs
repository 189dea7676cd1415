using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Which slots of a table are in use, and by keys of which hash: one byte a slot, sixteen slots compared at once.</summary>
/// <remarks>
/// After Swiss tables (Kulukundis, Benzaquen, CppCon 2017) and F14 (Bronson, Shi, 2019): a key lies in its home group, or in the next group
/// with room when that one is full. Every group counts the keys that went past it, so that a search ends where none did, and removing a
/// key leaves no tombstone. A key that takes over a slot of its own home group changes one byte.
/// </remarks>
internal readonly struct SlotGroups
{
    /// <summary>Slots of a group.</summary>
    public const int Width = 16;

    private const int GroupWords = SlotGroup.Bytes / sizeof(ulong);

    private readonly AlignedWords _groups;

    /// <summary>Makes empty groups.</summary>
    /// <param name="slots">Slots wanted; rounded up to whole groups.</param>
    public SlotGroups(int slots)
    {
        Count = Math.Max(1, (slots + Width - 1) / Width);
        _groups = new AlignedWords(Count * GroupWords);
    }

    /// <summary>A group.</summary>
    public ref SlotGroup this[int group]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _groups.At<SlotGroup>(group * GroupWords);
    }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>Number of slots.</summary>
    public int Slots => Count * Width;

    /// <summary>Group in which a key is looked for first: by the upper bits of its hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Home(uint hash) => (int)(((ulong)hash * (uint)Count) >> 32);

    /// <summary>The group behind another, around the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(int group) => group + 1 == Count ? 0 : group + 1;

    /// <summary>Asks for a group to be brought into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(int group) => _groups.Prepare(group * GroupWords);

    /// <summary>Bit n set: slot n of the group may hold a key of this hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Candidates(int group, uint hash) => Vector128.Equals(this[group].Tags, Vector128.Create(TagOf(hash))).ExtractMostSignificantBits();

    /// <summary>Bit n set: slot n of the group is in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Used(int group) => this[group].Tags.ExtractMostSignificantBits();

    /// <summary>True when keys may lie behind this group although they were looked for here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPassedBy(int group) => this[group].PassedBy != 0;

    /// <summary>True when the slot is in use.</summary>
    public bool IsUsed(int slot) => TagAt(slot) != 0;

    /// <summary>Takes the free slot nearest to the key's home. There must be one.</summary>
    public int Take(uint hash)
    {
        int group = Home(hash);
        while (true)
        {
            uint free = ~Used(group) & 0xffff;
            if (free != 0)
            {
                int slot = (group * Width) + BitOperations.TrailingZeroCount(free);
                TakeAt(slot, hash);
                return slot;
            }

            group = After(group);
        }
    }

    /// <summary>Takes a certain free slot: that of a key which gave way, as a rule in the new key's home group.</summary>
    public void TakeAt(int slot, uint hash)
    {
        TagAt(slot) = TagOf(hash);
        int last = slot / Width;
        int group = Home(hash);
        this[last].Displaced |= (ushort)(group != last ? 1 << (slot % Width) : 0);
        for (; group != last; group = After(group))
        {
            this[group].PassedBy++;
        }
    }

    /// <summary>True when the key of a used slot has another home than the slot's group: only then its hash is needed to free it.</summary>
    public bool IsDisplaced(int slot) => ((this[slot / Width].Displaced >> (slot % Width)) & 1) != 0;

    /// <summary>Gives a slot, whose key is not displaced, to a key of the same home.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="hash">Hash of the new key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Replace(int slot, uint hash) => TagAt(slot) = TagOf(hash);

    /// <summary>Frees a slot whose key is not displaced.</summary>
    public void FreeAtHome(int slot) => TagAt(slot) = 0;

    /// <summary>Frees a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="hash">Hash of the key that held it.</param>
    public void Free(int slot, uint hash)
    {
        TagAt(slot) = 0;
        int last = slot / Width;
        this[last].Displaced &= (ushort)~(1 << (slot % Width));
        for (int group = Home(hash); group != last; group = After(group))
        {
            this[group].PassedBy--;
        }
    }

    private static byte TagOf(uint hash) => (byte)(hash | 0x80);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte TagAt(int slot) => ref Unsafe.Add(ref Unsafe.As<SlotGroup, byte>(ref this[slot / Width]), slot % Width);
}
