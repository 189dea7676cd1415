using System.Net;
using Weir.Analytics.Routes;
using Weir.Bgp;
using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;
using Weir.Bgp.Rib;
using Weir.Wire;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using SFlowPath = Weir.Wire.SFlow.FlowRecords.AsPath;

namespace Weir.Server.Composition.Bgp;

/// <summary>
/// Answers for an agent what the routers it is tied to taught us. A route without a path is one of the router's own AS, so that AS is
/// given. Of several paths the one counts whose next hop has the frame's MAC address: the destination's for the way out, the source's for the way
/// in. Takes no lock, unless prefix statistics are on; allocates only when an attribute set is met for the first time.
/// </summary>
internal sealed class RibLookup(BgpSpeaker speaker, NextHopTable nextHops, BgpRouter? router4, BgpRouter? router6) : IRouteSource
{
    private const int MaxPathBytes = 2_400;
    private const int MaxCommunities = 256;

    /// <summary>Whether it looks up routes of this router.</summary>
    public bool Uses(BgpRouter router) => ReferenceEquals(router, router4) || ReferenceEquals(router, router6);

    /// <inheritdoc/>
    public bool IsObserving => router4?.Traffic is not null || router6?.Traffic is not null;

    /// <inheritdoc/>
    public bool TryWriteGateway(in RoutedPacket packet, Span<byte> body, out int length)
    {
        length = 0;
        BgpRouter? router = RouterFor(packet.Destination);
        uint ownAs = router?.PeerAs ?? 0;
        if (ownAs == 0 || speaker.FindLearned(router!.Address) is not { } rib)
        {
            return false;
        }

        bool fromKnown = TryFind(rib, packet.Source, packet.SourceMac, out LearnedRoute from);
        bool toKnown = TryFind(rib, packet.Destination, packet.DestinationMac, out LearnedRoute to);
        if (!fromKnown && !toKnown)
        {
            return false;
        }

        Span<byte> pathBytes = stackalloc byte[MaxPathBytes];
        Span<byte> communityBytes = stackalloc byte[4 * MaxCommunities];
        RouteAttributes? route = toKnown ? to.Attributes : null;
        XdrReader path = new(pathBytes[..WritePath(route, ownAs, pathBytes)]);
        _ = SFlowPath.TryRead(ref path, out SFlowPath destinationPath);
        ExtendedGateway gateway = new()
        {
            Nexthop = route?.NextHop is IPAddress hop ? NetworkAddress.From(hop) : default,
            AsNumber = ownAs,
            SrcAs = fromKnown ? OriginOf(from.Attributes, ownAs) : 0,
            SrcPeerAs = fromKnown ? from.Attributes.AsPath.NeighborAs : 0,
            DstAsPath = destinationPath,
            Communities = ReadCommunities(route, communityBytes),
            Localpref = route?.LocalPref ?? 0,
        };
        scoped XdrWriter writer = new(body);
        gateway.Write(ref writer);
        length = writer.Position;
        return true;
    }

    /// <inheritdoc/>
    public void Observe(in RoutedPacket packet, double frames, double bytes, long timeUs)
    {
        if (RouterFor(packet.Destination) is not { Traffic: { } traffic } router || speaker.FindLearned(router.Address) is not { } rib)
        {
            return;
        }

        double amount = traffic.CountsBytes ? bytes : frames;
        if (TryFind(rib, packet.Destination, packet.DestinationMac, out LearnedRoute to))
        {
            traffic.Egress.Add(to.Prefix, amount, timeUs);
        }

        if (TryFind(rib, packet.Source, packet.SourceMac, out LearnedRoute from))
        {
            traffic.Ingress.Add(from.Prefix, amount, timeUs);
        }
    }

    private bool TryFind(RibIn rib, NetworkAddress address, ulong mac, out LearnedRoute route)
    {
        bool isV6 = address.Family == NetworkFamily.V6;
        UInt128 bits = isV6 ? new UInt128(address.High, address.Low) : (UInt128)(uint)address.Low << 96;
        return rib.TryFind(bits, isV6, nextHops.Current, mac, out route);
    }

    private static uint OriginOf(RouteAttributes route, uint ownAs) => route.AsPath.Segments.Count == 0 ? ownAs : route.AsPath.OriginAs;

    /// <summary>
    /// Writes the path as sFlow has it; segments that do not fit are left out. A route without a path becomes the router's own AS; no
    /// route at all becomes a segment without members, because an empty path would say that the destination is in the router's own AS.
    /// </summary>
    private static int WritePath(RouteAttributes? route, uint ownAs, Span<byte> target)
    {
        XdrWriter writer = new(target);
        writer.WriteUInt32(0);
        uint written = 0;
        IReadOnlyList<Weir.Bgp.Attributes.AsPathSegment> segments = route?.AsPath.Segments ?? [];
        for (int i = 0; i < segments.Count && writer.Position + 8 + (4 * segments[i].Numbers.Count) <= target.Length; i++, written++)
        {
            IReadOnlyList<uint> numbers = segments[i].Numbers;
            writer.WriteUInt32(segments[i].Type);
            writer.WriteUInt32((uint)numbers.Count);
            for (int n = 0; n < numbers.Count; n++)
            {
                writer.WriteUInt32(numbers[n]);
            }
        }

        if (segments.Count == 0)
        {
            writer.WriteUInt32((uint)AsPathSegmentType.Sequence);
            writer.WriteUInt32(route is null ? 0u : 1u);
            written = 1;
        }

        if (route is not null && segments.Count == 0)
        {
            writer.WriteUInt32(ownAs);
        }

        writer.Overwrite(0, written);
        return writer.Position;
    }

    private static UInt32List ReadCommunities(RouteAttributes? route, Span<byte> target)
    {
        IReadOnlyList<Community> communities = route?.Communities ?? [];
        int count = Math.Min(communities.Count, MaxCommunities);
        XdrWriter writer = new(target);
        for (int i = 0; i < count; i++)
        {
            writer.WriteUInt32(communities[i].Value);
        }

        return new UInt32List(target[..(4 * count)]);
    }

    private BgpRouter? RouterFor(NetworkAddress destination) => destination.Family == NetworkFamily.V6 ? router6 : router4;
}
