using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Communities;

namespace Weir.Bgp.Attributes;

/// <summary>
/// The path attributes of a route (RFC 4271 section 5). Immutable; what depends on the session (own AS in front, LOCAL_PREF only
/// inside an AS) is applied when the route is written.
/// </summary>
public sealed class RouteAttributes
{
    private byte[]? _fingerprint;

    /// <summary>ORIGIN; IGP where not given.</summary>
    public RouteOrigin Origin { get; init; }

    /// <summary>AS_PATH without this speaker's own AS.</summary>
    public AsPath AsPath { get; init; } = AsPath.Empty;

    /// <summary>Next hop; null for flow specifications that do not redirect to one.</summary>
    public IPAddress? NextHop { get; init; }

    /// <summary>MULTI_EXIT_DISC; null is absent.</summary>
    public uint? MultiExitDisc { get; init; }

    /// <summary>LOCAL_PREF for internal neighbours; null sends 100.</summary>
    public uint? LocalPref { get; init; }

    /// <summary>COMMUNITIES (RFC 1997).</summary>
    public IReadOnlyList<Community> Communities { get; init; } = [];

    /// <summary>EXTENDED_COMMUNITIES (RFC 4360), which hold FlowSpec actions.</summary>
    public IReadOnlyList<ExtendedCommunity> ExtendedCommunities { get; init; } = [];

    /// <summary>LARGE_COMMUNITY (RFC 8092).</summary>
    public IReadOnlyList<LargeCommunity> LargeCommunities { get; init; } = [];

    /// <summary>IPv6-address-specific extended communities (RFC 5701).</summary>
    public IReadOnlyList<Ipv6ExtendedCommunity> Ipv6ExtendedCommunities { get; init; } = [];

    /// <summary>Whether the two would be written alike on every session.</summary>
    public bool SameAs(RouteAttributes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other) || Fingerprint().AsSpan().SequenceEqual(other.Fingerprint());
    }

    /// <summary>Octets the attributes take at most, without NLRI; int.MaxValue when they fit no message.</summary>
    public int EncodedLength => Fingerprint() is { Length: > 0 } bytes ? bytes.Length : int.MaxValue;

    // The attributes as an internal session writes them, next hop included: it holds every field, so equal bytes are equal attributes.
    private byte[] Fingerprint()
    {
        if (_fingerprint is null)
        {
            BgpWriter writer = new(new byte[3584]);
            AttributeEncoder.Write(ref writer, this, AttributeEncoder.Neutral);
            if (NextHop is not null)
            {
                writer.Write(NextHop.GetAddressBytes());
            }

            _fingerprint = writer.Overflowed ? [] : writer.Written.ToArray();
        }

        return _fingerprint;
    }
}
