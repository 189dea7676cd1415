using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Testing;

namespace Weir.Bgp.Tests.Rib;

public sealed class RibInTests
{
    private readonly byte[] _buffer = new byte[BgpHeader.MaxLength];

    [Theory]
    [InlineData(100_000)]
    [InlineData(50_000)]
    public void TryFind_RandomChanges_AgreesWithALinearSearch(int capacity)
    {
        // From 65,536 prefixes on the IPv4 trie has an index; below it has none.
        RandomValues random = new(61);
        RibIn rib = new(capacity, capacity);
        Dictionary<IpPrefix, uint> model = [];
        for (int i = 0; i < 20_000; i++)
        {
            IpPrefix prefix = Clustered(random);
            if (random.Source.Next(3) > 0)
            {
                uint med = (uint)random.Source.Next(50);
                Announce(rib, prefix, med);
                model[prefix] = med;
            }
            else
            {
                Withdraw(rib, prefix);
                model.Remove(prefix);
            }

            if (i % 20 == 0)
            {
                Compare(rib, model, Clustered(random));
            }
        }

        RibInStatistics statistics = rib.Statistics;
        Assert.Equal((model.Count(static m => !m.Key.IsV6), model.Count(static m => m.Key.IsV6)), (statistics.Prefixes4, statistics.Prefixes6));
        Assert.InRange(statistics.AttributeSets, 1, 100);
        foreach (IpPrefix prefix in model.Keys)
        {
            Withdraw(rib, prefix);
        }

        statistics = rib.Statistics;
        Assert.Equal((0, 0, 0), (statistics.Prefixes4, statistics.Prefixes6, statistics.AttributeSets));
    }

    [Fact]
    public void Apply_TableFull_IgnoresNewPrefixesAndCounts()
    {
        RibIn rib = new(2, 0);
        Announce(rib, Prefix("10.0.0.0/8"), 1);
        Announce(rib, Prefix("10.1.0.0/16"), 1);
        Announce(rib, Prefix("10.2.0.0/16"), 1);
        Announce(rib, Prefix("10.1.0.0/16"), 2);
        Announce(rib, Prefix("2001:db8::/32"), 1);
        Assert.Equal((2, 0, 2L), (rib.Statistics.Prefixes4, rib.Statistics.Prefixes6, rib.Statistics.Ignored));
        Assert.True(rib.TryFind(IPAddress.Parse("10.2.3.4"), out LearnedRoute route));
        Assert.Equal("10.0.0.0/8", route.Prefix.ToString());
        Assert.True(rib.TryFind(IPAddress.Parse("10.1.3.4"), out route));
        Assert.Equal(2u, route.Attributes.MultiExitDisc);
    }

    [Fact]
    public void Apply_TreatAsWithdraw_RemovesTheRoutes()
    {
        RibIn rib = new(10, 10);
        Announce(rib, Prefix("198.51.100.0/24"), 1);
        // ORIGIN of two octets: RFC 7606 section 7.1.
        byte[] body = Bytes.Of("0000 0014 40 01 02 0000 40 02 04 02 01 FDE9 40 03 04 C0000201 18 C63364");
        body[3] = (byte)(body.Length - 4 - 4);
        ReceivedUpdate update = UpdateDecoder.Decode(body, Sessions.ExternalTwoOctets);
        Assert.Equal(UpdateTreatment.TreatAsWithdraw, update.Treatment);
        rib.Apply(update, fourOctets: false);
        Assert.Equal(0, rib.Statistics.Prefixes4);
        Assert.False(rib.TryFind(IPAddress.Parse("198.51.100.1"), out _));
    }

    [Fact]
    public void TryFind_DefaultRoutes_CoverEverythingOfTheirFamily()
    {
        RibIn rib = new(10, 10);
        Announce(rib, Prefix("0.0.0.0/0"), 4);
        Assert.True(rib.TryFind(IPAddress.Parse("203.0.113.9"), out LearnedRoute route));
        Assert.Equal("0.0.0.0/0 4", $"{route.Prefix} {route.Attributes.MultiExitDisc}");
        Assert.False(rib.TryFind(IPAddress.Parse("2001:db8::1"), out _));
        Announce(rib, Prefix("::/0"), 6);
        Assert.True(rib.TryFind(IPAddress.Parse("2001:db8::1"), out route));
        Assert.Equal(6u, route.Attributes.MultiExitDisc);
    }

    [Fact]
    public void TryFind_WarmedUp_AllocatesNothing()
    {
        RibIn rib = new(10, 10);
        Announce(rib, Prefix("10.0.0.0/8"), 4);
        UInt128 address = IpPrefix.BitsOf(IPAddress.Parse("10.1.2.3"), out _);
        Assert.True(rib.TryFind(address, false, out _));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                rib.TryFind(address, false, out _);
            }
        }));
    }

    [Fact]
    public async Task TryFind_BesideAWriter_SeesOnlyWholeRoutes()
    {
        RibIn rib = new(100_000, 10);
        RandomValues random = new(71);
        Announce(rib, Prefix("0.0.0.0/0"), 999);
        using CancellationTokenSource done = new();
        int found = 0;
        Task reader = Task.Run(() =>
        {
            RandomValues addresses = new(72);
            while (!done.IsCancellationRequested)
            {
                IPAddress address = Clustered(addresses).Address;
                if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
                {
                    Assert.True(rib.TryFind(address, out LearnedRoute route));
                    // Every announcement carries its prefix length as MED, so a torn read would show.
                    Assert.Equal(route.Prefix.Length == 0 ? 999u : route.Prefix.Length, route.Attributes.MultiExitDisc);
                    Interlocked.Increment(ref found);
                }
            }
        }, TestContext.Current.CancellationToken);
        for (int i = 0; i < 5_000_000 && (i < 30_000 || Volatile.Read(ref found) < 1000); i++)
        {
            IpPrefix prefix = Clustered(random);
            if (!prefix.IsV6 && prefix.Length > 0)
            {
                if (random.Flip())
                {
                    Announce(rib, prefix, prefix.Length);
                }
                else
                {
                    Withdraw(rib, prefix);
                }
            }
        }

        await done.CancelAsync();
        await reader;
        Assert.InRange(found, 1000, int.MaxValue);
    }

    // Few distinct bits, so that prefixes nest and collide.
    private static IpPrefix Clustered(RandomValues random)
    {
        bool isV6 = random.Flip();
        byte[] bytes = new byte[isV6 ? 16 : 4];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i == 0 ? 32 : random.Source.Next(3) == 0 ? 1 << random.Source.Next(8) : 0);
        }

        return IpPrefix.From(new IPAddress(bytes), random.Source.Next(isV6 ? 129 : 33));
    }

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new ArgumentException(text);

    private static void Compare(RibIn rib, Dictionary<IpPrefix, uint> model, IpPrefix probe)
    {
        IpPrefix host = IpPrefix.Host(probe.Address);
        KeyValuePair<IpPrefix, uint>[] covering = [.. model.Where(m => m.Key.Contains(host)).OrderByDescending(static m => m.Key.Length)];
        bool found = rib.TryFind(probe.Address, out LearnedRoute route);
        Assert.Equal(covering.Length > 0, found);
        if (found)
        {
            Assert.Equal((covering[0].Key, covering[0].Value), (route.Prefix, route.Attributes.MultiExitDisc!.Value));
        }
    }

    private void Announce(RibIn rib, IpPrefix prefix, uint med)
    {
        RouteAttributes attributes = new() { NextHop = IPAddress.Parse(prefix.IsV6 ? "2001:db8::1" : "192.0.2.1"), MultiExitDisc = med };
        int length = UpdateEncoder.WriteAnnounce(_buffer, Sessions.Internal, attributes, [Nlri.FromPrefix(prefix)], out _);
        rib.Apply(UpdateDecoder.Decode(_buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Sessions.Internal), fourOctets: true);
    }

    private void Withdraw(RibIn rib, IpPrefix prefix)
    {
        int length = UpdateEncoder.WriteWithdraw(_buffer, [Nlri.FromPrefix(prefix)], out _);
        rib.Apply(UpdateDecoder.Decode(_buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Sessions.Internal), fourOctets: true);
    }
}
