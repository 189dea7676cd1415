using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Tests.Session;

namespace Weir.Bgp.Tests.Rib;

public sealed class AdjRibOutTests
{
    private static readonly RouteAttributes Blackhole = new() { NextHop = IPAddress.Parse("192.0.2.1"), Communities = [Community.Blackhole] };
    private readonly SimulatedPeer _peer = new();

    [Fact]
    public void Remove_OneOfTwoOwners_KeepsTheRoute()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        Nlri route = Route(1);
        rib.Add(new RouteOwner("a"), route, Blackhole);
        rib.Add(new RouteOwner("b"), route, Blackhole);
        Assert.True(rib.Remove("a", route));
        Flush(rib);
        Assert.Single(_peer.Table);
        Assert.False(rib.Remove("a", route));
        Assert.True(rib.Remove("b", route));
        Flush(rib);
        Assert.Empty(_peer.Table);
        Assert.Equal((1, 1), (rib.Announced, rib.Withdrawn));
    }

    [Fact]
    public void Add_Repeated_SendsOnce()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(AddRouteResult.Accepted, rib.Add(new RouteOwner("a"), Route(1), Blackhole));
            Flush(rib);
        }

        Assert.Equal((1, 1), (rib.Announced, rib.RouteCount));
    }

    [Fact]
    public void AddThenRemove_BeforeSending_SendsNothing()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        Flush(rib);
        rib.Add(new RouteOwner("a"), Route(1), Blackhole);
        rib.Remove("a", Route(1));
        Flush(rib);
        Assert.Equal((0, 0), (rib.Announced, rib.Withdrawn));
        Assert.Null(rib.Find(Route(1)));
    }

    [Fact]
    public void Remove_AfterARefreshBeforeSending_IsWithdrawn()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        rib.Add(new RouteOwner("a"), Route(1), Blackhole);
        Flush(rib);
        rib.Refresh(BgpFamily.Ipv4Unicast);
        Assert.Equal((RouteState.Queued, 1), (rib.Find(Route(1)), rib.QueuedCount));
        rib.Remove("a", Route(1));
        Flush(rib);
        Assert.Empty(_peer.Table);
        Assert.Equal((1, 1), (rib.Announced, rib.Withdrawn));
    }

    [Fact]
    public void Add_BeyondTheCap_WaitsAndTakesTheFreedPlace()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions { MaxRoutes = 5, MaxFlows = 1 });
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(i < 5 ? AddRouteResult.Accepted : AddRouteResult.OverCap, rib.Add(new RouteOwner("a"), Route(i), Blackhole));
            Assert.Equal(i >= 3, rib.IsNearCap);
        }

        Flush(rib);
        Assert.Equal((5, 3, RouteState.OverCap), (_peer.Table.Count, rib.OverCapCount, rib.Find(Route(5))));
        rib.Remove("a", Route(2));
        // The withdrawal must reach the neighbour before the announcement that takes its place.
        int most = Flush(rib);
        Assert.Equal(5, most);
        Assert.Equal((RouteState.Sent, RouteState.OverCap, 2), (rib.Find(Route(5)), rib.Find(Route(6)), rib.OverCapCount));
    }

    [Fact]
    public void Add_TableOfWishesFull_IsRefusedAndCounted()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions { MaxWanted = 2 });
        rib.Add(new RouteOwner("a"), Route(1), Blackhole);
        rib.Add(new RouteOwner("a"), Route(2), Blackhole);
        Assert.Equal(AddRouteResult.Refused, rib.Add(new RouteOwner("a"), Route(3), Blackhole));
        Assert.Equal((1, 2), (rib.RefusedCount, rib.RouteCount));
    }

    [Fact]
    public void Add_FamilyNotSpoken_IsFilteredUntilASessionSpeaksIt()
    {
        AdjRibOut rib = new(new AdjRibOutOptions());
        rib.SessionUp(Sessions.Internal with { Families = FamilySet.Ipv4Unicast });
        Nlri flow = new RandomValues(1).Rule(false).ToNlri()!;
        Assert.Equal(AddRouteResult.FilteredByCapability, rib.Add(new RouteOwner("a"), flow, new RouteAttributes()));
        Flush(rib);
        Assert.Empty(_peer.Table);
        rib.SessionDown();
        Assert.Equal(RouteState.NoSession, rib.Find(flow));
        rib.SessionUp(Sessions.Internal);
        Flush(rib);
        Assert.Equal(RouteState.Sent, rib.Find(flow));
    }

    [Fact]
    public void SessionDown_WishesThatEndWithIt_AreNotRepeated()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        rib.Add(new RouteOwner("script", EndsWithSession: true), Route(1), Blackhole);
        rib.Add(new RouteOwner("incident"), Route(2), Blackhole);
        Flush(rib);
        rib.SessionDown();
        _peer.Table.Clear();
        rib.SessionUp(Sessions.Internal);
        Flush(rib);
        Assert.Equal(SimulatedPeer.Key(BgpFamily.Ipv4Unicast, Route(2).Bytes), Assert.Single(_peer.Table).Key);
    }

    [Fact]
    public void EndOfRib_Held_WaitsForTheRelease()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        rib.EndOfRibHeld = true;
        rib.Add(new RouteOwner("a"), Route(1), Blackhole);
        Flush(rib);
        Assert.Empty(_peer.EndOfRib);
        Assert.False(rib.HasWork);
        rib.EndOfRibHeld = false;
        Flush(rib);
        Assert.Equal(BgpFamilies.All.ToArray(), _peer.EndOfRib);
    }

    [Fact]
    public void Refresh_Family_SendsItsRoutesAgain()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        rib.Add(new RouteOwner("a"), Route(1), Blackhole);
        Flush(rib);
        rib.Refresh(BgpFamily.Ipv6Unicast);
        Flush(rib);
        Assert.Equal(1, rib.Announced);
        rib.Refresh(BgpFamily.Ipv4Unicast);
        Flush(rib);
        Assert.Equal(2, rib.Announced);
    }

    [Fact]
    public void RemoveOwner_ManyRoutes_WithdrawsOnlyItsOwn()
    {
        AdjRibOut rib = Up(new AdjRibOutOptions());
        for (int i = 0; i < 600; i++)
        {
            rib.Add(new RouteOwner(i % 2 == 0 ? "even" : "odd"), Route(i), Blackhole);
        }

        Flush(rib);
        Assert.Equal(300, rib.RemoveOwner("even"));
        Flush(rib);
        Assert.Equal(300, _peer.Table.Count);
    }

    private static Nlri Route(int i) => Nlri.FromPrefix(IpPrefix.Host(new IPAddress([203, 0, (byte)(i >> 8), (byte)i])));

    private static AdjRibOut Up(AdjRibOutOptions options)
    {
        AdjRibOut rib = new(options);
        rib.SessionUp(Sessions.Internal);
        return rib;
    }

    private int Flush(AdjRibOut rib)
    {
        byte[] buffer = new byte[BgpHeader.MaxLength];
        int most = 0;
        while (rib.TakeMessage(buffer) is > 0 and int length)
        {
            _peer.Receive(buffer.AsSpan(0, length));
            most = Math.Max(most, _peer.Table.Count);
        }

        return most;
    }
}
