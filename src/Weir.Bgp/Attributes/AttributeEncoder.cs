using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Addressing;
using Weir.Bgp.Communities;
using Weir.Bgp.Session;

namespace Weir.Bgp.Attributes;

/// <summary>
/// Writes path attributes in ascending type order (RFC 4271 section 5 and appendix F.3). Internal neighbours get the path as it is
/// and LOCAL_PREF; external ones get this speaker's AS in front and no LOCAL_PREF.
/// </summary>
public static class AttributeEncoder
{
    private const AttributeFlags WellKnown = AttributeFlags.Transitive;
    private const AttributeFlags OptionalTransitive = AttributeFlags.Optional | AttributeFlags.Transitive;
    private const uint DefaultLocalPref = 100;

    /// <summary>Parameters under which every attribute is written: an internal session with four-octet AS numbers.</summary>
    internal static SessionParameters Neutral { get; } = new() { IsInternal = true, FourOctetAs = true };

    /// <summary>Writes everything but the next hop of multiprotocol families and the NLRI.</summary>
    public static void Write(ref BgpWriter writer, RouteAttributes attributes, SessionParameters session)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(session);
        Header(ref writer, WellKnown, AttributeType.Origin, 1);
        writer.WriteByte((byte)attributes.Origin);
        AsPath path = session.IsInternal ? attributes.AsPath : attributes.AsPath.Prepend(session.LocalAs);
        WriteAsPath(ref writer, path, session.FourOctetAs);
        WriteNumber(ref writer, AttributeFlags.Optional, AttributeType.MultiExitDisc, attributes.MultiExitDisc);
        if (session.IsInternal)
        {
            WriteNumber(ref writer, WellKnown, AttributeType.LocalPref, attributes.LocalPref ?? DefaultLocalPref);
        }

        WriteCommunities(ref writer, attributes, session, path);
    }

    /// <summary>Writes the NEXT_HOP attribute of an IPv4 unicast route (RFC 4271 section 5.1.3).</summary>
    public static void WriteNextHop(ref BgpWriter writer, IPAddress nextHop)
    {
        ArgumentNullException.ThrowIfNull(nextHop);
        Header(ref writer, WellKnown, AttributeType.NextHop, 4);
        WriteAddress(ref writer, nextHop);
    }

    /// <summary>Writes an address: 4 or 16 octets.</summary>
    internal static void WriteAddress(ref BgpWriter writer, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        writer.Write(bytes[..written]);
    }

    /// <summary>Octets of an address: 4 or 16.</summary>
    internal static int AddressLength(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;

    /// <summary>Writes flags, type and length of an attribute; a length beyond 255 takes two octets.</summary>
    internal static void Header(ref BgpWriter writer, AttributeFlags flags, AttributeType type, int length)
    {
        bool extended = length > 255;
        writer.WriteByte((byte)(extended ? flags | AttributeFlags.ExtendedLength : flags));
        writer.WriteByte((byte)type);
        if (extended)
        {
            writer.WriteUInt16((ushort)length);
        }
        else
        {
            writer.WriteByte((byte)length);
        }
    }

    private static void WriteAsPath(ref BgpWriter writer, AsPath path, bool fourOctets)
    {
        int size = fourOctets ? 4 : 2;
        int length = path.Segments.Sum(s => 2 + (s.Numbers.Count * size));
        Header(ref writer, WellKnown, AttributeType.AsPath, length);
        path.Write(ref writer, fourOctets);
    }

    private static void WriteNumber(ref BgpWriter writer, AttributeFlags flags, AttributeType type, uint? value)
    {
        if (value is uint number)
        {
            Header(ref writer, flags, type, 4);
            writer.WriteUInt32(number);
        }
    }

    private static void WriteCommunities(ref BgpWriter writer, RouteAttributes attributes, SessionParameters session, AsPath path)
    {
        Begin(ref writer, AttributeType.Communities, attributes.Communities.Count * 4);
        foreach (Community community in attributes.Communities)
        {
            writer.WriteUInt32(community.Value);
        }

        Begin(ref writer, AttributeType.ExtendedCommunities, attributes.ExtendedCommunities.Count * 8);
        foreach (ExtendedCommunity community in attributes.ExtendedCommunities)
        {
            writer.WriteUInt64(community.Value);
        }

        if (!session.FourOctetAs && path.NeedsFourOctets)
        {
            Begin(ref writer, AttributeType.As4Path, path.Segments.Sum(static s => 2 + (s.Numbers.Count * 4)));
            path.Write(ref writer, fourOctets: true);
        }

        Begin(ref writer, AttributeType.Ipv6ExtendedCommunities, attributes.Ipv6ExtendedCommunities.Count * Ipv6ExtendedCommunity.Size);
        foreach (Ipv6ExtendedCommunity community in attributes.Ipv6ExtendedCommunities)
        {
            community.Write(ref writer);
        }

        Begin(ref writer, AttributeType.LargeCommunities, attributes.LargeCommunities.Count * 12);
        foreach (LargeCommunity community in attributes.LargeCommunities)
        {
            writer.WriteUInt32(community.GlobalAdministrator);
            writer.WriteUInt32(community.Data1);
            writer.WriteUInt32(community.Data2);
        }
    }

    private static void Begin(ref BgpWriter writer, AttributeType type, int length)
    {
        if (length > 0)
        {
            Header(ref writer, OptionalTransitive, type, length);
        }
    }
}
