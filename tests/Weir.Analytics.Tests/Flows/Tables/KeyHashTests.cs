using Weir.Analytics.Flows.Tables;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Tables;

public sealed class KeyHashTests
{
    private const int Keys = 200_000;
    private const int Homes = 1_024;

    /// <summary>Keys as they come: addresses and ports that follow each other, in any of the units.</summary>
    public static TheoryData<int, int, int> Walks => new()
    {
        { 1, 0, 0 },
        { 1, 1, 0 },
        { 2, 2, 0 },
        { 3, 3, 8 },
        { 4, 7, 16 },
        { 16, 20, 12 },
    };

    /// <summary>An unforeseeable function spreads like dice: 195 keys a home, give or take six standard deviations; five pairs of one hash.</summary>
    [Theory]
    [MemberData(nameof(Walks))]
    public void Of_NumbersThatFollowEachOther_SpreadLikeDice(int words, int unit, int shift)
    {
        KeyHash hash = new(7, words);
        ulong[] key = new ulong[words];
        int[] homes = new int[Homes];
        int[] tags = new int[128];
        HashSet<uint> met = [];
        for (ulong i = 0; i < Keys; i++)
        {
            ulong counted = i << shift & uint.MaxValue | i << shift >> 32;
            key[unit / 2] = unit % 2 == 0 ? counted : counted << 32;
            uint of = hash.Of(key);
            homes[of / (uint.MaxValue / Homes + 1)]++;
            tags[of & 127]++;
            met.Add(of);
        }

        Assert.All(homes, static count => Assert.InRange(count, 195 - 84, 195 + 84));
        Assert.All(tags, static count => Assert.InRange(count, 1_562 - 240, 1_562 + 240));
        Assert.InRange(met.Count, Keys - 20, Keys);
    }

    [Fact]
    public void Of_OtherSeed_IsAnotherFunction()
    {
        ulong[][] keys = [.. Enumerable.Range(0, 1_000).Select(static i => new ulong[] { (ulong)i, 17 })];
        KeyHash one = new(1, 2);
        KeyHash same = new(1, 2);
        KeyHash other = new(2, 2);

        Assert.All(keys, key => Assert.Equal(one.Of(key), same.Of(key)));
        Assert.InRange(keys.Count(key => one.Of(key) == other.Of(key)), 0, 1);
    }
}
