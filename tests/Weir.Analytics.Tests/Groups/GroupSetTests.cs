using FsCheck;
using FsCheck.Fluent;
using Weir.Analytics.Groups;
using Weir.Testing;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Groups;

public sealed class GroupSetTests
{
    [Fact]
    public void Find_NestedPrefixes_PicksTheLongest()
    {
        GroupSet set = Build(("external", ["0.0.0.0/0", "::/0"]), ("private", ["10.0.0.0/8", "fc00::/7"]), ("host", ["10.1.2.3", "FC00::1"]));

        Assert.Equal("host", Find(set, "10.1.2.3"));
        Assert.Equal("private", Find(set, "10.1.2.4"));
        Assert.Equal("external", Find(set, "11.0.0.0"));
        Assert.Equal("external", Find(set, "255.255.255.255"));
        Assert.Equal("host", Find(set, "fc00::1"));
        Assert.Equal("private", Find(set, "fdff::"));
        Assert.Equal("external", Find(set, "2001:db8::1"));
        Assert.Null(set.Find(default));
    }

    [Fact]
    public void Find_NoDefault_IsNullOutside()
    {
        GroupSet set = Build(("a", ["192.0.2.0/24"]));

        Assert.Null(Find(set, "192.0.1.255"));
        Assert.Equal("a", Find(set, "192.0.2.0"));
        Assert.Equal("a", Find(set, "192.0.2.255"));
        Assert.Null(Find(set, "192.0.3.0"));
        Assert.Null(Find(set, "::1"));
    }

    [Fact]
    public void Find_MappedAddresses_AreIPv4()
    {
        GroupSet set = Build(("a", ["::ffff:192.0.2.0/120"]));

        Assert.Equal("a", Find(set, "192.0.2.77"));
        Assert.Equal("a", set.Find(new NetworkAddress(0, 0xffff_c000_024d, NetworkFamily.V6)));
    }

    [Fact]
    public void Find_PrefixInTwoGroups_BelongsToTheLast()
    {
        GroupSet set = Build(("a", ["192.0.2.0/24"]), ("b", ["192.0.2.99/24"]));

        Assert.Equal("b", Find(set, "192.0.2.1"));
    }

    [Fact]
    public void Build_EmptySet_FindsNothing()
    {
        GroupSet set = Build(("a", []));

        Assert.Null(Find(set, "192.0.2.1"));
        Assert.Equal(1, set.Count);
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("::/129")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/x")]
    [InlineData("::ffff:10.0.0.0/95")]
    [InlineData("")]
    public void Build_BadPrefix_SaysWhichOne(string prefix)
    {
        GroupSet? set = GroupSet.Build(Definition(("good", ["10.0.0.0/8"]), ("bad", ["10.0.0.1", prefix])), 0, out IReadOnlyList<Diagnostic> diagnostics);

        Assert.Null(set);
        Assert.Equal("bad[1]", Assert.Single(diagnostics).Path);
    }

    [Fact]
    public void Find_RandomSets_AgreeWithALinearSearch()
    {
        Gen<(bool V6, ulong Bits, int Length)> prefixes =
            from v6 in Gen.Elements(false, true)
            from bits in Gen.Choose(0, int.MaxValue)
            from length in Gen.Choose(0, 32)
            select (v6, (ulong)bits, length);
        Prop.ForAll(Gen.ListOf(prefixes).ToArbitrary(), AgreesWithLinearSearch).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Build_ManyPrefixes_StaysSmallAndCorrect()
    {
        Random random = new(99);
        string[] prefixes = [.. Enumerable.Range(0, 300_000).Select(_ => $"{new System.Net.IPAddress(random.NextInt64(1L << 32))}/{random.Next(12, 33)}")];
        long before = GC.GetAllocatedBytesForCurrentThread();
        GroupSet set = Build(("a", prefixes[..150_000]), ("b", prefixes[150_000..]));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < 200_000_000, $"{allocated} bytes");
        List<Prefix> parsed = [.. prefixes.Select(static (p, i) => Prefix.TryParse(p, i < 150_000 ? 0 : 1, out Prefix read, out bool _) ? read : default)];
        for (int i = 0; i < 50; i++)
        {
            NetworkAddress address = NetworkAddress.FromV4((uint)random.NextInt64(1L << 32));
            Assert.Equal(Linear(parsed, new UInt128(address.Low << 32, 0)), set.FindIndex(address));
        }
    }

    [Fact]
    public void FindIndex_Steady_AllocatesNothing()
    {
        GroupSet set = Build(("a", ["10.0.0.0/8"]), ("b", ["2001:db8::/32"]));
        NetworkAddress v4 = Parse("10.1.1.1");
        NetworkAddress v6 = Parse("2001:db8::1");
        int sum = 0;
        long allocated = Allocations.Least(() => sum = FindMany(set, v4, v6));

        Assert.Equal(1_000, sum);
        Assert.Equal(0, allocated);
    }

    private static int FindMany(GroupSet set, NetworkAddress v4, NetworkAddress v6)
    {
        int sum = 0;
        for (int i = 0; i < 1_000; i++)
        {
            sum += set.FindIndex(v4) + set.FindIndex(v6);
        }

        return sum;
    }

    private static bool AgreesWithLinearSearch(IList<(bool V6, ulong Bits, int Length)> items)
    {
        // Spread over few leading bits, so that prefixes nest and touch.
        List<(Prefix Prefix, bool V6)> prefixes = [.. items.Select(static (p, i) =>
            (new Prefix(Prefix.Mask(new UInt128((p.Bits & 0x8421_0000_00ff) << 24, 0), p.Length), (byte)p.Length, i), p.V6))];
        PrefixTable<uint> v4 = PrefixTable<uint>.Build([.. prefixes.Where(static p => !p.V6).Select(static p => p.Prefix)]);
        PrefixTable<UInt128> v6 = PrefixTable<UInt128>.Build([.. prefixes.Where(static p => p.V6).Select(static p => p.Prefix)]);
        List<UInt128> probes = [UInt128.Zero, UInt128.MaxValue, .. prefixes.SelectMany(static p => Around(p.Prefix))];
        return probes.TrueForAll(a =>
            v4.Find((uint)(a >> 96)) == Linear([.. prefixes.Where(static p => !p.V6).Select(static p => p.Prefix)], a >> 96 << 96)
            && v6.Find(a) == Linear([.. prefixes.Where(static p => p.V6).Select(static p => p.Prefix)], a));
    }

    private static IEnumerable<UInt128> Around(Prefix prefix)
    {
        UInt128 last = prefix.Length == 0 ? UInt128.MaxValue : prefix.Bits | (UInt128.MaxValue >> prefix.Length);
        return [prefix.Bits, unchecked(prefix.Bits - 1), last, unchecked(last + 1), unchecked(last + (UInt128.One << 96))];
    }

    private static int Linear(List<Prefix> prefixes, UInt128 address)
    {
        int best = -1;
        int length = -1;
        foreach (Prefix prefix in prefixes)
        {
            if (prefix.Length >= length && Prefix.Mask(address, prefix.Length) == prefix.Bits)
            {
                best = prefix.Group;
                length = prefix.Length;
            }
        }

        return best;
    }

    private static GroupSet Build(params (string Name, string[] Prefixes)[] groups)
    {
        GroupSet? set = GroupSet.Build(Definition(groups), 0, out IReadOnlyList<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        return set!;
    }

    private static Dictionary<string, IReadOnlyList<string>> Definition(params (string Name, string[] Prefixes)[] groups) =>
        groups.ToDictionary(static g => g.Name, static g => (IReadOnlyList<string>)g.Prefixes);

    private static NetworkAddress Parse(string text)
    {
        Assert.True(NetworkAddress.TryParse(text, out NetworkAddress address));
        return address;
    }

    private static string? Find(GroupSet set, string address) => set.Find(Parse(address));
}
