using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Session;

namespace Weir.Bgp.Messages;

/// <summary>
/// Reads an UPDATE and decides what its errors cost: nothing, an attribute, the routes or the session (RFC 7606 sections 3 to 7).
/// The session is reset only where the RFC leaves no other choice, that is where the routes themselves cannot be told apart.
/// Allocates nothing and never throws.
/// </summary>
public static class UpdateDecoder
{
    private const AttributeFlags KindMask = AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <summary>Decodes the octets after the header.</summary>
    /// <param name="body">Octets after the header.</param>
    /// <param name="session">What the session agreed on.</param>
    public static ReceivedUpdate Decode(ReadOnlySpan<byte> body, SessionParameters session)
    {
        ArgumentNullException.ThrowIfNull(session);
        ReceivedUpdate update = default;
        BgpReader reader = new(body);
        if (!reader.TryReadUInt16(out ushort withdrawnLength) || !reader.TryTake(withdrawnLength, out ReadOnlySpan<byte> withdrawn)
            || !reader.TryReadUInt16(out ushort attributesLength) || !reader.TryTake(attributesLength, out ReadOnlySpan<byte> attributes))
        {
            // RFC 7606 section 3 (b).
            Raise(ref update, UpdateTreatment.SessionReset, AttributeType.None, BgpError.MalformedAttributeList);
            return update;
        }

        update.Withdrawn = withdrawn;
        update.Attributes = attributes;
        update.Nlri = reader.Rest;
        bool hasPathIds = session.AddPath.Has(BgpFamily.Ipv4Unicast);
        if (!ArePrefixesValid(withdrawn, isV6: false, hasPathIds) || !ArePrefixesValid(update.Nlri, isV6: false, hasPathIds))
        {
            // RFC 7606 section 3 (i) and (j): routes that cannot be parsed cannot be withdrawn either.
            Raise(ref update, UpdateTreatment.SessionReset, AttributeType.None, BgpError.InvalidNetworkField);
            return update;
        }

        ReadAttributes(ref update, session);
        return update;
    }

    /// <summary>Whether a run of length-and-prefix pairs is well formed (RFC 7606 section 5.3).</summary>
    /// <param name="bytes">The run.</param>
    /// <param name="isV6">Whether the prefixes are IPv6.</param>
    /// <param name="hasPathIds">Whether four octets of path identifier stand in front of each (RFC 7911 section 3).</param>
    public static bool ArePrefixesValid(ReadOnlySpan<byte> bytes, bool isV6, bool hasPathIds = false)
    {
        BgpReader reader = new(bytes);
        int longest = isV6 ? 128 : 32;
        while (reader.Remaining > 0)
        {
            if ((hasPathIds && !reader.TryReadUInt32(out _)) || !reader.TryReadByte(out byte length) || length > longest || !reader.TryTake((length + 7) / 8, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static void ReadAttributes(ref ReceivedUpdate update, SessionParameters session)
    {
        AttributeReader reader = new(update.Attributes);
        ulong seen = 0;
        while (reader.TryNext())
        {
            AttributeType type = reader.Type;
            bool repeated = (int)type < 64 && (seen & (1UL << (int)type)) != 0;
            seen |= (int)type < 64 ? 1UL << (int)type : 0;
            update.HasOtherAttributes |= type != AttributeType.MpUnreachNlri;
            if (repeated)
            {
                CheckRepeat(ref update, type);
                continue;
            }

            CheckOne(ref update, session, type, reader.Flags, reader.Value);
        }

        if (reader.Truncated)
        {
            // RFC 7606 section 4; an MP attribute cut short leaves its routes unknown.
            bool isMp = reader.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri;
            update.HasOtherAttributes |= !isMp;
            Raise(ref update, isMp ? UpdateTreatment.SessionReset : UpdateTreatment.TreatAsWithdraw, reader.Type, BgpError.MalformedAttributeList);
        }

        CheckWhole(ref update, seen);
    }

    // RFC 7606 section 3 (g).
    private static void CheckRepeat(ref ReceivedUpdate update, AttributeType type)
    {
        bool isMp = type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri;
        Raise(ref update, isMp ? UpdateTreatment.SessionReset : UpdateTreatment.AttributeDiscard, type, BgpError.MalformedAttributeList);
    }

    private static void CheckOne(
        ref ReceivedUpdate update, SessionParameters session, AttributeType type, AttributeFlags flags, ReadOnlySpan<byte> value)
    {
        if (!TryFindKind(type, out AttributeFlags expected))
        {
            if ((flags & AttributeFlags.Optional) == 0)
            {
                // RFC 4271 section 6.3; RFC 7606 does not change it.
                Raise(ref update, UpdateTreatment.SessionReset, type, BgpError.UnrecognizedWellKnown);
            }

            return;
        }

        bool internalOnly = type is AttributeType.LocalPref or AttributeType.OriginatorId or AttributeType.ClusterList;
        if (internalOnly && !session.IsInternal)
        {
            // RFC 7606 sections 7.5, 7.9 and 7.10: not ours to judge, whatever it says.
            Discard(ref update, type);
        }
        else if (type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri)
        {
            ReadMultiprotocol(ref update, type, (flags & KindMask) == expected, value, session.AddPath);
        }
        else if ((flags & KindMask) != expected || !IsValueValid(type, value, session))
        {
            CheckMalformed(ref update, type);
        }
    }

    private static void CheckMalformed(ref ReceivedUpdate update, AttributeType type)
    {
        // RFC 7606 section 3 (f); RFC 6793 section 6 for the two of the four-octet transition.
        if (type is AttributeType.AtomicAggregate or AttributeType.Aggregator or AttributeType.As4Path or AttributeType.As4Aggregator)
        {
            Discard(ref update, type);
            return;
        }

        Raise(ref update, UpdateTreatment.TreatAsWithdraw, type, BgpError.MalformedAttributeList);
    }

    // RFC 7606 sections 3 (d) and 5.2.
    private static void CheckWhole(ref ReceivedUpdate update, ulong seen)
    {
        bool reaches = !update.Nlri.IsEmpty || (update.HasReach && !update.ReachNlri.IsEmpty);
        bool mandatory = Has(seen, AttributeType.Origin) && Has(seen, AttributeType.AsPath) && (update.Nlri.IsEmpty || Has(seen, AttributeType.NextHop));
        if (reaches && !mandatory)
        {
            Raise(ref update, UpdateTreatment.TreatAsWithdraw, AttributeType.None, BgpError.MalformedAttributeList);
        }

        if (!reaches && update.HasOtherAttributes && update.Treatment == UpdateTreatment.TreatAsWithdraw)
        {
            Raise(ref update, UpdateTreatment.SessionReset, update.Cause, BgpError.MalformedAttributeList);
        }
    }

    private static bool Has(ulong seen, AttributeType type) => (seen & (1UL << (int)type)) != 0;

    private static void Discard(ref ReceivedUpdate update, AttributeType type)
    {
        update.Discarded |= 1UL << (int)type;
        Raise(ref update, UpdateTreatment.AttributeDiscard, type, BgpError.None);
    }

    // RFC 7606 section 3 (h): the strongest wins; of equals the first.
    private static void Raise(ref ReceivedUpdate update, UpdateTreatment treatment, AttributeType cause, BgpError error)
    {
        if (treatment > update.Treatment)
        {
            update.Treatment = treatment;
            update.Cause = cause;
            update.Error = treatment == UpdateTreatment.SessionReset ? error : BgpError.None;
        }
    }

    private static bool TryFindKind(AttributeType type, out AttributeFlags expected)
    {
        expected = type switch
        {
            AttributeType.Origin or AttributeType.AsPath or AttributeType.NextHop or AttributeType.LocalPref
                or AttributeType.AtomicAggregate => AttributeFlags.Transitive,
            AttributeType.MultiExitDisc or AttributeType.OriginatorId or AttributeType.ClusterList
                or AttributeType.MpReachNlri or AttributeType.MpUnreachNlri => AttributeFlags.Optional,
            AttributeType.Aggregator or AttributeType.Communities or AttributeType.ExtendedCommunities or AttributeType.As4Path
                or AttributeType.As4Aggregator or AttributeType.Ipv6ExtendedCommunities or AttributeType.LargeCommunities => KindMask,
            _ => AttributeFlags.None,
        };
        return expected != AttributeFlags.None;
    }

    private static bool IsValueValid(AttributeType type, ReadOnlySpan<byte> value, SessionParameters session) => type switch
    {
        AttributeType.Origin => value.Length == 1 && value[0] <= (byte)RouteOrigin.Incomplete,
        AttributeType.AsPath => AsPath.IsWellFormed(value, session.FourOctetAs),
        AttributeType.NextHop => value.Length == 4 && value[0] is not 0 and < 224,
        AttributeType.MultiExitDisc or AttributeType.LocalPref or AttributeType.OriginatorId => value.Length == 4,
        AttributeType.AtomicAggregate => value.IsEmpty,
        AttributeType.Aggregator => value.Length == (session.FourOctetAs ? 8 : 6),
        AttributeType.As4Aggregator => value.Length == 8,
        AttributeType.As4Path => !value.IsEmpty && AsPath.IsWellFormed(value, fourOctets: true),
        AttributeType.Communities or AttributeType.ClusterList => IsMultiple(value, 4),
        AttributeType.ExtendedCommunities => IsMultiple(value, 8),
        AttributeType.LargeCommunities => IsMultiple(value, 12),
        AttributeType.Ipv6ExtendedCommunities => IsMultiple(value, 20),
        _ => true,
    };

    private static bool IsMultiple(ReadOnlySpan<byte> value, int size) => !value.IsEmpty && value.Length % size == 0;

    // RFC 4760 sections 3, 4 and 7; RFC 7606 sections 5.3, 7.11 and 7.12.
    private static void ReadMultiprotocol(ref ReceivedUpdate update, AttributeType type, bool flagsValid, ReadOnlySpan<byte> value, FamilySet addPath)
    {
        BgpReader reader = new(value);
        bool isReach = type == AttributeType.MpReachNlri;
        ReadOnlySpan<byte> nextHop = default;
        byte nextHopLength = 0;
        bool valid = reader.TryReadUInt16(out ushort afi) & reader.TryReadByte(out byte safi);
        valid = valid && (!isReach || (reader.TryReadByte(out nextHopLength) && reader.TryTake(nextHopLength, out nextHop) && reader.TryReadByte(out _)));
        bool known = BgpFamilies.TryFind(afi, safi, out BgpFamily family);
        if (!valid || !flagsValid || (known && !(IsNextHopValid(family, nextHop.Length, isReach) && AreRoutesValid(family, reader.Rest, addPath))))
        {
            Raise(ref update, UpdateTreatment.SessionReset, type, BgpError.OptionalAttribute);
            return;
        }

        if (isReach)
        {
            update.HasReach = true;
            update.ReachKnown = known;
            update.ReachFamily = family;
            update.ReachNextHop = nextHop;
            update.ReachNlri = reader.Rest;
        }
        else
        {
            update.HasUnreach = true;
            update.UnreachKnown = known;
            update.UnreachFamily = family;
            update.UnreachNlri = reader.Rest;
        }
    }

    private static bool IsNextHopValid(BgpFamily family, int length, bool isReach) => !isReach || family switch
    {
        BgpFamily.Ipv4Unicast => length == 4,
        BgpFamily.Ipv6Unicast => length is 16 or 32,
        // RFC 8955 section 4: to be ignored on receipt, so any plausible length will do.
        _ => length is 0 or 4 or 16 or 32,
    };

    private static bool AreRoutesValid(BgpFamily family, ReadOnlySpan<byte> routes, FamilySet addPath)
    {
        if (!family.IsFlowSpec())
        {
            return ArePrefixesValid(routes, family.IsV6(), addPath.Has(family));
        }

        BgpReader reader = new(routes);
        while (reader.Remaining > 0)
        {
            if (!FlowSpec.FlowSpecCodec.TryTakeNlri(ref reader, out _))
            {
                return false;
            }
        }

        return true;
    }
}
