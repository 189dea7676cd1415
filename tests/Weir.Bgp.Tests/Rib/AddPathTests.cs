using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Capabilities;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Rib;

/// <summary>Several paths of one prefix (RFC 7911).</summary>
public sealed class AddPathTests
{
    private static readonly SessionParameters Session = Sessions.Internal with { AddPath = FamilySet.Ipv4Unicast | FamilySet.Ipv6Unicast };
    private readonly byte[] _buffer = new byte[BgpHeader.MaxLength];

    [Fact]
    public void Apply_RandomPaths_AgreesWithAListOfThem()
    {
        RandomValues random = new(71);
        RibIn rib = new(10_000, 10_000, 100_000);
        Dictionary<(IpPrefix Prefix, uint Id), RouteAttributes> model = [];
        IpPrefix[] prefixes = [.. Enumerable.Range(0, 60).Select(i => random.Prefix(i % 2 == 1)).Distinct()];
        for (int i = 0; i < 20_000; i++)
        {
            IpPrefix prefix = prefixes[random.Source.Next(prefixes.Length)];
            uint id = (uint)random.Source.Next(6);
            if (random.Source.Next(5) < 3)
            {
                RouteAttributes attributes = Attributes(prefix.IsV6, random.Source.Next(5), (uint)random.Source.Next(3));
                Announce(rib, prefix, id, attributes);
                model[(prefix, id)] = attributes;
            }
            else
            {
                Withdraw(rib, prefix, id);
                model.Remove((prefix, id));
            }

            if (i % 50 == 0)
            {
                Compare(rib, model, prefix);
            }
        }

        Assert.Equal((model.Count, model.Select(static m => m.Key.Prefix).Distinct().Count()), (rib.Statistics.Paths, rib.Statistics.Prefixes4 + rib.Statistics.Prefixes6));
        Assert.Equal(model.Values.Select(static a => $"{a.NextHop} {a.LocalPref}").Distinct().Count(), rib.Statistics.AttributeSets);
        foreach ((IpPrefix prefix, uint id) in model.Keys.ToArray())
        {
            Withdraw(rib, prefix, id);
        }

        Assert.Equal((0, 0, 0, 0), (rib.Statistics.Paths, rib.Statistics.Prefixes4, rib.Statistics.Prefixes6, rib.Statistics.AttributeSets));
    }

    [Fact]
    public void TryFind_NextHopsKnown_TakesThePathOfTheMac()
    {
        RibIn rib = new(10, 10, 10);
        IpPrefix prefix = Prefix("198.51.100.0/24");
        Announce(rib, prefix, 1, Attributes(isV6: false, 1, 100));
        Announce(rib, prefix, 2, Attributes(isV6: false, 2, 200));
        Announce(rib, prefix, 3, Attributes(isV6: false, 3, 50));
        NextHopMap map = new(new Dictionary<IPAddress, ulong> { [Hop(false, 1)] = 0xA1, [Hop(false, 2)] = 0xA2, [Hop(false, 3)] = 0xA3 });
        string Found(ulong mac)
        {
            Assert.True(rib.TryFind(IpPrefix.BitsOf(IPAddress.Parse("198.51.100.7"), out _), false, map, mac, out LearnedRoute route));
            return route.Attributes.NextHop!.ToString();
        }

        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3"], new[] { Found(0xA1), Found(0xA2), Found(0xA3) });
        // A MAC of no next hop, and none: the best path, here the one with the highest LOCAL_PREF.
        Assert.Equal(["192.0.2.2", "192.0.2.2"], new[] { Found(0xFF), Found(0) });
        Assert.Equal("192.0.2.2 192.0.2.1 192.0.2.3", string.Join(' ', rib.FindPaths(IPAddress.Parse("198.51.100.7")).Select(static r => r.Attributes.NextHop)));
    }

    [Fact]
    public void Apply_NoRoomForPaths_IgnoresNewOnesAndChangesKnownOnes()
    {
        RibIn rib = new(10, 10, 2);
        IpPrefix prefix = Prefix("198.51.100.0/24");
        Announce(rib, prefix, 1, Attributes(false, 1, 100));
        Announce(rib, prefix, 2, Attributes(false, 2, 100));
        Announce(rib, prefix, 3, Attributes(false, 3, 300));
        Announce(rib, Prefix("203.0.113.0/24"), 1, Attributes(false, 3, 300));
        Announce(rib, prefix, 2, Attributes(false, 4, 200));
        Assert.Equal((2, 1, 2L, 2), (rib.Statistics.Paths, rib.Statistics.Prefixes4, rib.Statistics.Ignored, rib.Statistics.AttributeSets));
        Assert.Equal("192.0.2.4 192.0.2.1", string.Join(' ', rib.FindPaths(IPAddress.Parse("198.51.100.7")).Select(static r => r.Attributes.NextHop)));
        rib.Clear();
        Assert.Equal((0, 0, 0), (rib.Statistics.Paths, rib.Statistics.Prefixes4, rib.Statistics.AttributeSets));
        Announce(rib, prefix, 1, Attributes(false, 1, 100));
        Assert.Equal(1, rib.Statistics.Paths);
    }

    [Fact]
    public void TryFind_WhileChanged_AllocatesNothing()
    {
        RibIn rib = new(1000, 1000, 1000);
        NextHopMap map = new(new Dictionary<IPAddress, ulong> { [Hop(false, 2)] = 0xA2, [Hop(true, 2)] = 0xA2 });
        UInt128[] bits = new UInt128[2];
        for (int family = 0; family < 2; family++)
        {
            IpPrefix prefix = Prefix(family == 1 ? "2001:db8::/32" : "198.51.100.0/24");
            bits[family] = prefix.Bits;
            Announce(rib, prefix, 1, Attributes(family == 1, 1, 100));
            Announce(rib, prefix, 2, Attributes(family == 1, 2, 50));
        }

        int found = 0;
        Find(100);
        Assert.Equal(0, Allocations.Least(() => Find(10_000)));
        Assert.True(found >= 4 * 10_100 && found % 4 == 0, $"{found} routes found");

        void Find(int times)
        {
            for (int i = 0; i < times; i++)
            {
                for (int family = 0; family < 2; family++)
                {
                    found += rib.TryFind(bits[family], family == 1, out _) ? 1 : 0;
                    found += rib.TryFind(bits[family], family == 1, map, 0xA2, out LearnedRoute route) && route.Attributes.LocalPref == 50 ? 1 : 0;
                }
            }
        }
    }

    [Fact]
    public void Capability_OfferedAndRead_HasBothDirections()
    {
        byte[] buffer = new byte[200];
        BgpWriter writer = new(buffer);
        CapabilitySet ours = new() { AddPathReceive = FamilySet.Ipv4Unicast | FamilySet.Ipv6Unicast };
        ours.Write(ref writer);
        Assert.Equal("4508" + "00010101" + "00020101", Bytes.Text(writer.Written));
        CapabilitySet theirs = new();
        // Receive, send, both, and a value that RFC 7911 section 4 does not know.
        Assert.True(theirs.TryRead(Bytes.Of("45 10 0001 01 01 0002 01 02 0001 85 03 0002 85 06")));
        Assert.Equal((FamilySet.Ipv4Unicast | FamilySet.Ipv4FlowSpec, FamilySet.Ipv6Unicast | FamilySet.Ipv4FlowSpec), (theirs.AddPathReceive, theirs.AddPathSend));
    }

    [Theory]
    [InlineData("0000 0000 00000001 18 C63364", UpdateTreatment.TreatAsWithdraw)]
    [InlineData("0000 0000 00000001 21 C6336400 00", UpdateTreatment.SessionReset)]
    [InlineData("0000 0000 000001", UpdateTreatment.SessionReset)]
    [InlineData("0008 00000001 18 C63364 0000", UpdateTreatment.None)]
    public void Decode_PathIdentifiers_AreReadWhereTheyWereAgreedOn(string body, UpdateTreatment expected) =>
        Assert.Equal(expected, UpdateDecoder.Decode(Bytes.Of(body), Session).Treatment);

    private static void Compare(RibIn rib, Dictionary<(IpPrefix Prefix, uint Id), RouteAttributes> model, IpPrefix prefix)
    {
        (IpPrefix Prefix, uint Id)[] covering = [.. model.Keys.Where(k => k.Prefix.Contains(IpPrefix.Host(prefix.Address)))];
        int longest = covering.Length == 0 ? 0 : covering.Max(static k => k.Prefix.Length);
        string[] expected = [.. covering.Where(k => k.Prefix.Length == longest).OrderByDescending(k => model[k].LocalPref).ThenBy(static k => k.Id)
            .Select(k => $"{model[k].NextHop} {model[k].LocalPref}")];
        Assert.Equal(expected, rib.FindPaths(prefix.Address).Select(static r => $"{r.Attributes.NextHop} {r.Attributes.LocalPref}"));
        Assert.Equal(expected.Length > 0, rib.TryFind(prefix.Address, out LearnedRoute best));
        Assert.Equal(expected.FirstOrDefault(), best.Set is null ? null : $"{best.Attributes.NextHop} {best.Attributes.LocalPref}");
    }

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new ArgumentException(text);

    private static IPAddress Hop(bool isV6, int number) => IPAddress.Parse(isV6 ? $"2001:db8::{number}" : $"192.0.2.{number}");

    private static RouteAttributes Attributes(bool isV6, int hop, uint localPref) => new() { NextHop = Hop(isV6, hop), LocalPref = localPref };

    private static Nlri WithId(IpPrefix prefix, uint id)
    {
        BgpWriter writer = new(stackalloc byte[24]);
        writer.WriteUInt32(id);
        prefix.Write(ref writer);
        return new Nlri(prefix.IsV6 ? BgpFamily.Ipv6Unicast : BgpFamily.Ipv4Unicast, writer.Written);
    }

    private void Announce(RibIn rib, IpPrefix prefix, uint id, RouteAttributes attributes) =>
        Apply(rib, UpdateEncoder.WriteAnnounce(_buffer, Session, attributes, [WithId(prefix, id)], out _));

    private void Withdraw(RibIn rib, IpPrefix prefix, uint id) => Apply(rib, UpdateEncoder.WriteWithdraw(_buffer, [WithId(prefix, id)], out _));

    private void Apply(RibIn rib, int length)
    {
        ReceivedUpdate update = UpdateDecoder.Decode(_buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Session);
        Assert.Equal(UpdateTreatment.None, update.Treatment);
        rib.Apply(update, fourOctets: true, Session.AddPath);
    }
}
