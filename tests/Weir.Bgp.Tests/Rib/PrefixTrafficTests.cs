using Weir.Bgp.Addressing;
using Weir.Bgp.Rib;

namespace Weir.Bgp.Tests.Rib;

public sealed class PrefixTrafficTests
{
    private const long Second = 1_000_000;

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void Top_ConstantRate_ReadsAsItselfEarlyAndLate(int seconds)
    {
        PrefixTraffic traffic = new(TimeSpan.FromSeconds(10));
        for (long at = 0; at < seconds * Second; at += Second / 100)
        {
            traffic.Add(Prefix("10.0.0.0/8"), 50, at);
        }

        TopPrefix top = Assert.Single(Top(traffic, seconds * Second).Prefixes);
        Assert.InRange(top.Value, 4900, 5100);
    }

    [Fact]
    public void Top_NoMoreSamples_Decays()
    {
        PrefixTraffic traffic = new(TimeSpan.FromSeconds(1));
        traffic.Add(Prefix("10.0.0.0/8"), 1000, 0);
        double early = Top(traffic, Second).Prefixes[0].Value;
        Assert.InRange(Top(traffic, 6 * Second).Prefixes[0].Value, 0, early * 0.01);
    }

    [Fact]
    public void Top_Nested_NamesTheParentAndTheCoverage()
    {
        PrefixTraffic traffic = new(TimeSpan.FromSeconds(10));
        traffic.Add(Prefix("10.0.0.0/8"), 600, Second);
        traffic.Add(Prefix("10.1.0.0/16"), 300, Second);
        traffic.Add(Prefix("192.0.2.0/24"), 100, Second);
        TopPrefixList two = traffic.Top(2, 0, false, 0, true, 2 * Second);
        Assert.Equal(["10.0.0.0/8 ", "10.1.0.0/16 10.0.0.0/8"], two.Prefixes.Select(static p => $"{p.Prefix} {p.Parent}"));
        Assert.Equal(90, two.CoveragePercent, 3);
        Assert.Equal(2, traffic.Top(9, 0, false, 0, false, 2 * Second).Prefixes.Count);
        Assert.Equal(2, traffic.Top(9, 0, false, 9, true, 2 * Second).Prefixes.Count);
        Assert.Empty(traffic.Top(9, 0, true, 0, true, 2 * Second).Prefixes);
    }

    [Fact]
    public void Add_Full_DropsNewcomersUntilOldOnesHaveDecayed()
    {
        PrefixTraffic traffic = new(TimeSpan.FromSeconds(1), capacity: 1);
        traffic.Add(Prefix("10.0.0.0/8"), 1, 0);
        traffic.Add(Prefix("11.0.0.0/8"), 1, Second);
        Assert.Equal(1, traffic.Dropped);
        traffic.Add(Prefix("11.0.0.0/8"), 1, 8 * Second);
        Assert.Equal(1, traffic.Dropped);
        Assert.Equal("11.0.0.0/8", Assert.Single(Top(traffic, 8 * Second).Prefixes).Prefix.ToString());
    }

    private static TopPrefixList Top(PrefixTraffic traffic, long nowUs) => traffic.Top(10, 0, false, 0, true, nowUs);

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new ArgumentException(text);
}
