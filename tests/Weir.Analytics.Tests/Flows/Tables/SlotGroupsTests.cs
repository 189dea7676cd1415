using System.Numerics;
using Weir.Analytics.Flows.Tables;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Tables;

public sealed class SlotGroupsTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 48)]
    [InlineData(3, 1_000)]
    public void TakeAndFree_RandomKeys_AreAllFoundAndNoOthers(int seed, int slots)
    {
        Random random = new(seed);
        SlotGroups groups = new(slots);
        Dictionary<int, uint> held = [];
        for (int step = 0; step < 20_000; step++)
        {
            // Few distinct upper bits: some groups overflow into the next ones.
            uint hash = ((uint)random.Next(4) << 30) | (uint)random.Next(1 << 20);
            if (held.Count == groups.Slots || (held.Count > 0 && random.Next(3) == 0))
            {
                int slot = held.Keys.ElementAt(random.Next(held.Count));
                Release(groups, slot, held[slot]);
                held.Remove(slot);
            }
            else
            {
                held.Add(groups.Take(hash), hash);
            }
        }

        Assert.All(held, pair => Assert.Contains(pair.Key, Found(groups, pair.Value)));
        Assert.Equal(held.Keys.Order(), Enumerable.Range(0, groups.Slots).Where(groups.IsUsed));
        foreach ((int slot, uint hash) in held)
        {
            Release(groups, slot, hash);
        }

        Assert.All(Enumerable.Range(0, groups.Count), group => Assert.False(groups.IsPassedBy(group)));
    }

    private static void Release(SlotGroups groups, int slot, uint hash)
    {
        if (groups.IsDisplaced(slot))
        {
            groups.Free(slot, hash);
        }
        else
        {
            groups.FreeAtHome(slot);
        }
    }

    private static List<int> Found(SlotGroups groups, uint hash)
    {
        List<int> found = [];
        int group = groups.Home(hash);
        for (int looked = 0; looked < groups.Count; looked++)
        {
            for (uint candidates = groups.Candidates(group, hash); candidates != 0; candidates &= candidates - 1)
            {
                found.Add((group * SlotGroups.Width) + BitOperations.TrailingZeroCount(candidates));
            }

            if (!groups.IsPassedBy(group))
            {
                break;
            }

            group = groups.After(group);
        }

        return found;
    }
}
