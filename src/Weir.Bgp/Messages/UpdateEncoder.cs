using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;

namespace Weir.Bgp.Messages;

/// <summary>
/// Writes UPDATE messages: announcements, withdrawals and End-of-RIB (RFC 4271 section 4.3, RFC 4760 sections 3 and 4, RFC 4724
/// section 2). IPv4 unicast uses the fields of RFC 4271, every other family MP_REACH_NLRI in front of the other attributes
/// (RFC 7606 section 5.1).
/// </summary>
public static class UpdateEncoder
{
    private const int NlriRoom = 3;

    /// <summary>Writes one UPDATE that announces as many of the routes as fit.</summary>
    /// <param name="target">At least 4096 octets.</param>
    /// <param name="session">What the session agreed on.</param>
    /// <param name="attributes">Attributes that all the routes share.</param>
    /// <param name="routes">Routes of one family.</param>
    /// <param name="taken">How many went in; 0 when not even one fits.</param>
    /// <returns>Octets of the message.</returns>
    public static int WriteAnnounce(
        Span<byte> target, SessionParameters session, RouteAttributes attributes, ReadOnlySpan<Nlri> routes, out int taken)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        Span<byte> scratch = stackalloc byte[BgpHeader.MaxLength];
        BgpWriter other = new(scratch);
        AttributeEncoder.Write(ref other, attributes, session);
        BgpWriter writer = new(target[..BgpHeader.MaxLength]);
        int start = BgpHeader.Begin(ref writer, BgpMessageType.Update);
        writer.WriteUInt16(0);
        int attributesAt = writer.ReserveUInt16();
        BgpFamily family = routes[0].Family;
        bool plain = family == BgpFamily.Ipv4Unicast;
        if (plain)
        {
            writer.Write(other.Written);
            AttributeEncoder.WriteNextHop(ref writer, attributes.NextHop ?? IPAddress.Any);
            writer.PatchUInt16(attributesAt, writer.Position - attributesAt - 2);
            taken = WriteRoutes(ref writer, routes, reserve: 0);
        }
        else
        {
            taken = WriteReach(ref writer, attributes, routes, family, other.Position);
            writer.Write(other.Written);
            writer.PatchUInt16(attributesAt, writer.Position - attributesAt - 2);
        }

        BgpHeader.Finish(ref writer, start);
        taken = writer.Overflowed || other.Overflowed ? 0 : taken;
        return taken == 0 ? 0 : writer.Position;
    }

    /// <summary>Writes one UPDATE that withdraws as many of the routes as fit.</summary>
    public static int WriteWithdraw(Span<byte> target, ReadOnlySpan<Nlri> routes, out int taken)
    {
        BgpWriter writer = new(target[..BgpHeader.MaxLength]);
        int start = BgpHeader.Begin(ref writer, BgpMessageType.Update);
        BgpFamily family = routes[0].Family;
        int lengthAt = writer.ReserveUInt16();
        if (family == BgpFamily.Ipv4Unicast)
        {
            taken = WriteRoutes(ref writer, routes, reserve: 2);
            writer.PatchUInt16(lengthAt, writer.Position - lengthAt - 2);
            writer.WriteUInt16(0);
        }
        else
        {
            int attributesAt = writer.ReserveUInt16();
            int unreachAt = BeginMultiprotocol(ref writer, AttributeType.MpUnreachNlri, family);
            taken = WriteRoutes(ref writer, routes, reserve: 0);
            writer.PatchUInt16(unreachAt, writer.Position - unreachAt - 2);
            writer.PatchUInt16(attributesAt, writer.Position - attributesAt - 2);
        }

        BgpHeader.Finish(ref writer, start);
        return taken == 0 ? 0 : writer.Position;
    }

    /// <summary>Writes the End-of-RIB marker of a family.</summary>
    public static int WriteEndOfRib(Span<byte> target, BgpFamily family)
    {
        BgpWriter writer = new(target);
        int start = BgpHeader.Begin(ref writer, BgpMessageType.Update);
        writer.WriteUInt16(0);
        int attributesAt = writer.ReserveUInt16();
        if (family != BgpFamily.Ipv4Unicast)
        {
            AttributeEncoder.Header(ref writer, AttributeFlags.Optional, AttributeType.MpUnreachNlri, 3);
            writer.WriteUInt16(family.Afi());
            writer.WriteByte(family.Safi());
            writer.PatchUInt16(attributesAt, writer.Position - attributesAt - 2);
        }

        BgpHeader.Finish(ref writer, start);
        return writer.Position;
    }

    private static int WriteReach(ref BgpWriter writer, RouteAttributes attributes, ReadOnlySpan<Nlri> routes, BgpFamily family, int reserve)
    {
        int reachAt = BeginMultiprotocol(ref writer, AttributeType.MpReachNlri, family);
        if (attributes.NextHop is IPAddress nextHop)
        {
            writer.WriteByte((byte)AttributeEncoder.AddressLength(nextHop));
            AttributeEncoder.WriteAddress(ref writer, nextHop);
        }
        else
        {
            // RFC 8955 section 4: a flow specification needs no next hop.
            writer.WriteByte(0);
        }

        writer.WriteByte(0);
        int taken = WriteRoutes(ref writer, routes, reserve);
        writer.PatchUInt16(reachAt, writer.Position - reachAt - 2);
        return taken;
    }

    // The two-octet length form always: the length is not known yet, and receivers accept either (RFC 4271 section 4.3).
    private static int BeginMultiprotocol(ref BgpWriter writer, AttributeType type, BgpFamily family)
    {
        writer.WriteByte((byte)(AttributeFlags.Optional | AttributeFlags.ExtendedLength));
        writer.WriteByte((byte)type);
        int lengthAt = writer.ReserveUInt16();
        writer.WriteUInt16(family.Afi());
        writer.WriteByte(family.Safi());
        return lengthAt;
    }

    private static int WriteRoutes(ref BgpWriter writer, ReadOnlySpan<Nlri> routes, int reserve)
    {
        int taken = 0;
        while (taken < routes.Length && routes[taken].Bytes.Length + reserve + NlriRoom <= writer.Remaining)
        {
            writer.Write(routes[taken].Bytes);
            taken++;
        }

        return taken;
    }
}
