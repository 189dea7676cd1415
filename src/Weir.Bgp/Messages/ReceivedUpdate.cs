using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;

namespace Weir.Bgp.Messages;

/// <summary>
/// An UPDATE as a view over the received octets, with the treatment its errors call for (RFC 4271 section 4.3, RFC 7606).
/// <code>
/// withdrawn length 2 | withdrawn routes | attributes length 2 | path attributes | NLRI
/// </code>
/// </summary>
public ref struct ReceivedUpdate
{
    /// <summary>The strongest treatment that any error calls for.</summary>
    public UpdateTreatment Treatment { get; internal set; }

    /// <summary>What to tell the peer when the treatment is a session reset.</summary>
    public BgpError Error { get; internal set; }

    /// <summary>The attribute that caused the treatment; <see cref="AttributeType.None"/> when none did.</summary>
    public AttributeType Cause { get; internal set; }

    /// <summary>IPv4 unicast prefixes withdrawn.</summary>
    public ReadOnlySpan<byte> Withdrawn { get; internal set; }

    /// <summary>IPv4 unicast prefixes announced.</summary>
    public ReadOnlySpan<byte> Nlri { get; internal set; }

    /// <summary>All path attributes as received.</summary>
    public ReadOnlySpan<byte> Attributes { get; internal set; }

    /// <summary>Bit n is set when attribute type n, below 64, is left out (RFC 7606 section 2).</summary>
    public ulong Discarded { get; internal set; }

    /// <summary>Whether there is an MP_REACH_NLRI.</summary>
    public bool HasReach { get; internal set; }

    /// <summary>Whether the family of the MP_REACH_NLRI is known; else its routes are ignored.</summary>
    public bool ReachKnown { get; internal set; }

    /// <summary>Family of the MP_REACH_NLRI.</summary>
    public BgpFamily ReachFamily { get; internal set; }

    /// <summary>Next hop of the MP_REACH_NLRI: 0, 4, 16 or 32 octets.</summary>
    public ReadOnlySpan<byte> ReachNextHop { get; internal set; }

    /// <summary>Routes announced by the MP_REACH_NLRI.</summary>
    public ReadOnlySpan<byte> ReachNlri { get; internal set; }

    /// <summary>Whether there is an MP_UNREACH_NLRI.</summary>
    public bool HasUnreach { get; internal set; }

    /// <summary>Whether the family of the MP_UNREACH_NLRI is known.</summary>
    public bool UnreachKnown { get; internal set; }

    /// <summary>Family of the MP_UNREACH_NLRI.</summary>
    public BgpFamily UnreachFamily { get; internal set; }

    /// <summary>Routes withdrawn by the MP_UNREACH_NLRI.</summary>
    public ReadOnlySpan<byte> UnreachNlri { get; internal set; }

    /// <summary>Whether any path attribute other than MP_UNREACH_NLRI is there.</summary>
    internal bool HasOtherAttributes { get; set; }

    /// <summary>Whether the announced routes are to be installed rather than withdrawn.</summary>
    public readonly bool Installs => Treatment < UpdateTreatment.TreatAsWithdraw;

    /// <summary>Whether this is an End-of-RIB marker, and of which family (RFC 4724 section 2).</summary>
    public readonly bool IsEndOfRib(out BgpFamily family)
    {
        family = UnreachFamily;
        if (!Withdrawn.IsEmpty || !Nlri.IsEmpty || HasReach || HasOtherAttributes)
        {
            return false;
        }

        if (!HasUnreach)
        {
            family = BgpFamily.Ipv4Unicast;
            return true;
        }

        return UnreachKnown && UnreachNlri.IsEmpty;
    }

    /// <summary>
    /// Copies the attributes that describe the route: without MP attributes, discarded ones and repeats. The next hop of an
    /// MP_REACH_NLRI takes the place of NEXT_HOP (a link-local address behind a global one is left out).
    /// </summary>
    /// <param name="target">At least as long as the attributes plus 20 octets.</param>
    /// <returns>Octets written.</returns>
    public readonly int CopyAttributes(Span<byte> target)
    {
        BgpWriter writer = new(target);
        AttributeReader reader = new(Attributes);
        ulong seen = Discarded;
        while (reader.TryNext())
        {
            int type = (int)reader.Type;
            bool isNextHopReplaced = reader.Type == AttributeType.NextHop && Nlri.IsEmpty && HasReach;
            bool isMp = reader.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri;
            if (isMp || isNextHopReplaced || (type < 64 && (seen & (1UL << type)) != 0))
            {
                continue;
            }

            seen |= type < 64 ? 1UL << type : 0;
            writer.Write(reader.Whole);
        }

        if (Nlri.IsEmpty && ReachNextHop.Length is 4 or 16 or 32)
        {
            int length = Math.Min(ReachNextHop.Length, 16);
            AttributeEncoder.Header(ref writer, AttributeFlags.Transitive, AttributeType.NextHop, length);
            writer.Write(ReachNextHop[..length]);
        }

        return writer.Position;
    }
}
