using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Bgp.Communities;

/// <summary>
/// An extended community of eight octets (RFC 4360 section 2). FlowSpec actions are such communities (RFC 8955 section 7).
/// <code>
/// type: 1 octet | subtype: 1 octet | value: 6 octets
/// </code>
/// </summary>
/// <param name="Value">The eight octets as a number in network order.</param>
public readonly record struct ExtendedCommunity(ulong Value)
{
    /// <summary>Type and subtype of traffic-rate-bytes (RFC 8955 section 7.1).</summary>
    public const ushort TrafficRateBytesKind = 0x8006;

    /// <summary>Type and subtype of traffic-action (RFC 8955 section 7.3).</summary>
    public const ushort TrafficActionKind = 0x8007;

    /// <summary>Type and subtype of rt-redirect with a two-octet AS (RFC 8955 section 7.4).</summary>
    public const ushort RedirectAsKind = 0x8008;

    /// <summary>Type and subtype of traffic-marking (RFC 8955 section 7.5).</summary>
    public const ushort TrafficMarkingKind = 0x8009;

    /// <summary>Type and subtype of traffic-rate-packets (RFC 8955 section 7.2).</summary>
    public const ushort TrafficRatePacketsKind = 0x800C;

    /// <summary>Type and subtype of rt-redirect with an IPv4 address (RFC 8955 section 7.4).</summary>
    public const ushort RedirectIpKind = 0x8108;

    /// <summary>Type and subtype of rt-redirect with a four-octet AS (RFC 8955 section 7.4).</summary>
    public const ushort RedirectAs4Kind = 0x8208;

    /// <summary>Type and subtype of redirect to the NLRI's next hop (draft-simpson-idr-flowspec-redirect-02 section 3).</summary>
    public const ushort RedirectNextHopKind = 0x0800;

    /// <summary>Type and subtype of redirect to an IPv4 address (draft-ietf-idr-flowspec-redirect-ip-02 section 4).</summary>
    public const ushort RedirectActionIpKind = 0x010C;

    /// <summary>Type and subtype as one number.</summary>
    public ushort Kind => (ushort)(Value >> 48);

    /// <summary>Six octets of value as a number.</summary>
    public ulong Body => Value & 0xFFFF_FFFF_FFFF;

    /// <summary>The rate of a traffic-rate community, per second; bytes or packets by kind.</summary>
    public float Rate => BitConverter.UInt32BitsToSingle((uint)Value);

    /// <summary>Limits to a rate in bytes per second; 0 drops everything (RFC 8955 section 7.1).</summary>
    /// <param name="asNumber">Informative AS, 16 bits.</param>
    /// <param name="bytesPerSecond">The rate.</param>
    public static ExtendedCommunity TrafficRateBytes(ushort asNumber, float bytesPerSecond) => Make(TrafficRateBytesKind, asNumber, bytesPerSecond);

    /// <summary>Limits to a rate in packets per second; 0 drops everything (RFC 8955 section 7.2).</summary>
    public static ExtendedCommunity TrafficRatePackets(ushort asNumber, float packetsPerSecond) => Make(TrafficRatePacketsKind, asNumber, packetsPerSecond);

    /// <summary>Sample, and go on with later rules (RFC 8955 section 7.3).</summary>
    /// <param name="sample">S: sample and log matching traffic.</param>
    /// <param name="terminal">T as the operator means it: true applies later rules as well.</param>
    public static ExtendedCommunity TrafficAction(bool sample, bool terminal) =>
        new(((ulong)TrafficActionKind << 48) | (sample ? 2UL : 0) | (terminal ? 1UL : 0));

    /// <summary>Sets the DSCP (RFC 8955 section 7.5).</summary>
    public static ExtendedCommunity TrafficMarking(byte dscp) => new(((ulong)TrafficMarkingKind << 48) | (uint)(dscp & 0x3F));

    /// <summary>Redirects to the VRF with this route target (RFC 8955 section 7.4).</summary>
    public static ExtendedCommunity RedirectAs(ushort asNumber, uint value) => new(((ulong)RedirectAsKind << 48) | ((ulong)asNumber << 32) | value);

    /// <summary>Redirects to the VRF with this four-octet AS route target (RFC 8955 section 7.4).</summary>
    public static ExtendedCommunity RedirectAs4(uint asNumber, ushort value) => new(((ulong)RedirectAs4Kind << 48) | ((ulong)asNumber << 16) | value);

    /// <summary>Redirects to the VRF with this IPv4 route target (RFC 8955 section 7.4).</summary>
    public static ExtendedCommunity RedirectIp(IPAddress address, ushort value) => FromAddress(RedirectIpKind, address, value);

    /// <summary>Redirects to the next hop of the NLRI (draft-simpson-idr-flowspec-redirect-02 section 3).</summary>
    /// <param name="copy">Whether the original goes on and a copy is redirected.</param>
    public static ExtendedCommunity RedirectNextHop(bool copy) => new(((ulong)RedirectNextHopKind << 48) | (copy ? 1UL : 0));

    /// <summary>Redirects to an IPv4 address (draft-ietf-idr-flowspec-redirect-ip-02 section 4).</summary>
    public static ExtendedCommunity RedirectActionIp(IPAddress address, bool copy) => FromAddress(RedirectActionIpKind, address, copy ? (ushort)1 : (ushort)0);

    /// <summary>Parses <c>type:subtype:value</c> in decimal, <c>target:as:value</c>, or 16 hexadecimal digits after <c>0x</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExtendedCommunity community)
    {
        community = default;
        ReadOnlySpan<char> trimmed = text.Trim();
        if (trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            bool hex = ulong.TryParse(trimmed[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong raw) && trimmed.Length == 18;
            community = new ExtendedCommunity(hex ? raw : 0);
            return hex;
        }

        Span<Range> parts = stackalloc Range[4];
        if (trimmed.Split(parts, ':') != 3 || !TryNumber(trimmed[parts[1]], out ulong second) || !TryNumber(trimmed[parts[2]], out ulong third))
        {
            return false;
        }

        if (trimmed[parts[0]].Equals("target", StringComparison.OrdinalIgnoreCase))
        {
            return TryRouteTarget(second, third, out community);
        }

        if (!TryNumber(trimmed[parts[0]], out ulong first) || first > 255 || second > 255 || third > 0xFFFF_FFFF_FFFF)
        {
            return false;
        }

        community = new ExtendedCommunity((first << 56) | (second << 48) | third);
        return true;
    }

    /// <summary>Type, subtype and value in decimal with colons between: the form the parser reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value >> 56}:{(Value >> 48) & 0xFF}:{Body}");

    private static bool TryRouteTarget(ulong asNumber, ulong value, out ExtendedCommunity community)
    {
        community = default;
        if (asNumber <= ushort.MaxValue && value <= uint.MaxValue)
        {
            community = new ExtendedCommunity((0x0002UL << 48) | (asNumber << 32) | value);
        }
        else if (asNumber <= uint.MaxValue && value <= ushort.MaxValue)
        {
            community = new ExtendedCommunity((0x0202UL << 48) | (asNumber << 16) | value);
        }

        return community.Value != 0;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static ExtendedCommunity Make(ushort kind, ushort asNumber, float rate) =>
        new(((ulong)kind << 48) | ((ulong)asNumber << 32) | BitConverter.SingleToUInt32Bits(rate));

    private static ExtendedCommunity FromAddress(ushort kind, IPAddress address, ushort value)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new ArgumentException($"An IPv4 address is needed, not {address}.", nameof(address));
        }

        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return new ExtendedCommunity(((ulong)kind << 48) | ((ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 16) | value);
    }
}
