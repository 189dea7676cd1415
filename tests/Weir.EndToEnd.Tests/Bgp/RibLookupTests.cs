using System.Net;
using Weir.Analytics.Routes;
using Weir.Bgp;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Server.Composition.Bgp;
using Weir.Testing;
using Weir.Wire;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>The lookup that shards make for a sample: right, and without allocating.</summary>
public class RibLookupTests
{
    private static readonly SessionParameters Session = new() { IsInternal = true, FourOctetAs = true, Families = FamilySet.All };

    [Theory]
    [InlineData("198.51.100.5", "192.0.2.129", 64501, 65001)]
    [InlineData("2001:db8:2::5", "2001:db8:1::5", 64602, 65001)]
    public async Task TryWriteGateway_KnownAddresses_AllocatesNothingAfterTheFirst(string source, string destination, uint sourceAs, uint destinationAs)
    {
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { Listen = false });
        RibLookup lookup = new(speaker, new NextHopTable(), Learned(speaker), Learned(speaker));
        byte[] body = new byte[IRouteSource.MaxBodyLength];
        RoutedPacket packet = new(Address(source), Address(destination), 1, 2);
        Assert.True(Run(100) > 0);
        int length = 0;
        Assert.Equal(0, Allocations.Least(() => length = Run(10_000)));
        Assert.True(ExtendedGateway.TryRead(body.AsSpan(0, length), out ExtendedGateway gateway));
        Assert.Equal((65001u, sourceAs), (gateway.AsNumber, gateway.SrcAs));
        uint last = 0;
        AsPathReader segments = gateway.DstAsPath.Segments;
        while (segments.TryRead(out Weir.Wire.SFlow.FlowRecords.AsPathSegment segment))
        {
            last = segment.Numbers[segment.Numbers.Count - 1];
        }

        Assert.Equal(destinationAs, last);

        int Run(int times)
        {
            int written = 0;
            for (int i = 0; i < times; i++)
            {
                Assert.True(lookup.TryWriteGateway(in packet, body, out written));
            }

            return written;
        }
    }

    [Fact]
    public async Task TryWriteGateway_NoRouteToTheDestination_IsNotTheEmptyPathOfTheRoutersOwnAs()
    {
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { Listen = false });
        RibLookup lookup = new(speaker, new NextHopTable(), Learned(speaker), null);
        byte[] body = new byte[IRouteSource.MaxBodyLength];
        RoutedPacket packet = new(Address("198.51.100.5"), Address("203.0.113.1"), 1, 2);
        Assert.True(lookup.TryWriteGateway(in packet, body, out int length));
        Assert.True(ExtendedGateway.TryRead(body.AsSpan(0, length), out ExtendedGateway gateway));
        AsPathReader segments = gateway.DstAsPath.Segments;
        Assert.True(segments.TryRead(out Weir.Wire.SFlow.FlowRecords.AsPathSegment segment));
        Assert.Equal((64501u, 0), (gateway.SrcAs, segment.Numbers.Count));
    }

    private static NetworkAddress Address(string text) => NetworkAddress.From(IPAddress.Parse(text));

    private static BgpRouter Learned(BgpSpeaker speaker)
    {
        BgpNeighborOptions options = new() { Address = IPAddress.Parse("127.0.0.207"), LocalAs = 65000, RouterId = IPAddress.Parse("10.0.0.1"), Families = FamilySet.All };
        if (speaker.AddNeighbor(options))
        {
            RibIn rib = speaker.FindLearned(options.Address)!;
            Learn(rib, "192.0.2.0/24", "192.0.2.1", "");
            Learn(rib, "198.51.100.0/24", "192.0.2.1", "64500 64501");
            Learn(rib, "2001:db8:1::/48", "2001:db8::1", "");
            Learn(rib, "2001:db8:2::/48", "2001:db8::1", "64600 64602");
        }

        return new BgpRouter(options.Address, options) { PeerAs = 65001 };
    }

    private static void Learn(RibIn rib, string prefix, string nextHop, string path)
    {
        byte[] buffer = new byte[BgpHeader.MaxLength];
        Assert.True(UnicastRoute.TryParse(prefix, nextHop, "65001:7", "", path, out UnicastRoute? route, out _));
        int length = UpdateEncoder.WriteAnnounce(buffer, Session, route!.Attributes, [route.Nlri], out _);
        rib.Apply(UpdateDecoder.Decode(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Session), fourOctets: true);
    }
}
