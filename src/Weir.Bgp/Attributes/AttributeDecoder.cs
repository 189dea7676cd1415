using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Communities;

namespace Weir.Bgp.Attributes;

/// <summary>Turns a block of path attributes that passed validation into values (RFC 4271 section 5).</summary>
public static class AttributeDecoder
{
    /// <summary>Decodes a block; attributes with a wrong length are skipped, the first of a type wins.</summary>
    /// <param name="block">Attributes one after another. A NEXT_HOP of 16 octets is the next hop of an MP_REACH_NLRI kept in its place.</param>
    /// <param name="fourOctets">Whether AS_PATH holds four-octet numbers (RFC 6793 section 4.1).</param>
    public static RouteAttributes Decode(ReadOnlySpan<byte> block, bool fourOctets)
    {
        AttributeReader reader = new(block);
        RouteOrigin origin = RouteOrigin.Incomplete;
        AsPath path = AsPath.Empty;
        AsPath as4Path = AsPath.Empty;
        IPAddress? nextHop = null;
        uint? med = null;
        uint? localPref = null;
        Community[] communities = [];
        ExtendedCommunity[] extended = [];
        LargeCommunity[] large = [];
        Ipv6ExtendedCommunity[] ipv6 = [];
        while (reader.TryNext())
        {
            ReadOnlySpan<byte> value = reader.Value;
            switch (reader.Type)
            {
                case AttributeType.Origin when value.Length == 1:
                    origin = (RouteOrigin)value[0];
                    break;
                case AttributeType.AsPath:
                    path = AsPath.Read(value, fourOctets);
                    break;
                case AttributeType.As4Path when !fourOctets:
                    as4Path = AsPath.Read(value, fourOctets: true);
                    break;
                case AttributeType.NextHop when value.Length is 4 or 16:
                    nextHop = new IPAddress(value);
                    break;
                case AttributeType.MultiExitDisc:
                    med = ReadNumber(value);
                    break;
                case AttributeType.LocalPref:
                    localPref = ReadNumber(value);
                    break;
                case AttributeType.Communities:
                    communities = ReadCommunities(value);
                    break;
                case AttributeType.ExtendedCommunities:
                    extended = ReadExtended(value);
                    break;
                case AttributeType.LargeCommunities:
                    large = ReadLarge(value);
                    break;
                case AttributeType.Ipv6ExtendedCommunities:
                    ipv6 = ReadIpv6(value);
                    break;
            }
        }

        return new RouteAttributes
        {
            Origin = origin,
            AsPath = path.Merge(as4Path),
            NextHop = nextHop,
            MultiExitDisc = med,
            LocalPref = localPref,
            Communities = communities,
            ExtendedCommunities = extended,
            LargeCommunities = large,
            Ipv6ExtendedCommunities = ipv6,
        };
    }

    private static uint? ReadNumber(ReadOnlySpan<byte> value)
    {
        BgpReader reader = new(value);
        return reader.TryReadUInt32(out uint number) ? number : null;
    }

    private static Community[] ReadCommunities(ReadOnlySpan<byte> value)
    {
        Community[] list = new Community[value.Length / 4];
        BgpReader reader = new(value);
        for (int i = 0; i < list.Length && reader.TryReadUInt32(out uint number); i++)
        {
            list[i] = new Community(number);
        }

        return list;
    }

    private static ExtendedCommunity[] ReadExtended(ReadOnlySpan<byte> value)
    {
        ExtendedCommunity[] list = new ExtendedCommunity[value.Length / 8];
        BgpReader reader = new(value);
        for (int i = 0; i < list.Length && reader.TryReadUInt64(out ulong number); i++)
        {
            list[i] = new ExtendedCommunity(number);
        }

        return list;
    }

    private static LargeCommunity[] ReadLarge(ReadOnlySpan<byte> value)
    {
        LargeCommunity[] list = new LargeCommunity[value.Length / 12];
        BgpReader reader = new(value);
        for (int i = 0; i < list.Length && reader.TryReadUInt32(out uint a) && reader.TryReadUInt32(out uint b) && reader.TryReadUInt32(out uint c); i++)
        {
            list[i] = new LargeCommunity(a, b, c);
        }

        return list;
    }

    private static Ipv6ExtendedCommunity[] ReadIpv6(ReadOnlySpan<byte> value)
    {
        Ipv6ExtendedCommunity[] list = new Ipv6ExtendedCommunity[value.Length / Ipv6ExtendedCommunity.Size];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = Ipv6ExtendedCommunity.Read(value[(i * Ipv6ExtendedCommunity.Size)..]);
        }

        return list;
    }
}
