using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Weir.Bgp.Addressing;

namespace Weir.Bgp.Communities;

/// <summary>
/// An IPv6-address-specific extended community of twenty octets (RFC 5701 section 2, RFC 8956 section 6.1).
/// <code>
/// type: 1 octet | subtype: 1 octet | IPv6 address: 16 octets | local administrator: 2 octets
/// </code>
/// </summary>
/// <param name="Kind">Type and subtype as one number.</param>
/// <param name="Address">The address as 128 bits.</param>
/// <param name="Local">Local administrator.</param>
public readonly record struct Ipv6ExtendedCommunity(ushort Kind, UInt128 Address, ushort Local)
{
    /// <summary>Octets on the wire.</summary>
    public const int Size = 20;

    /// <summary>Type and subtype of rt-redirect-ipv6 (RFC 8956 section 6.1).</summary>
    public const ushort RedirectTargetKind = 0x000D;

    /// <summary>Type and subtype of redirect to an IPv6 address (draft-ietf-idr-flowspec-redirect-ip-02 section 4).</summary>
    public const ushort RedirectActionIpKind = 0x000C;

    /// <summary>Makes one from an address.</summary>
    public static Ipv6ExtendedCommunity From(ushort kind, IPAddress address, ushort local) => new(kind, IpPrefix.BitsOf(address, out _), local);

    /// <summary>Reads twenty octets.</summary>
    public static Ipv6ExtendedCommunity Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[2..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[18..]));

    /// <summary>Writes twenty octets.</summary>
    public void Write(ref BgpWriter writer)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Kind);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[2..], Address);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[18..], Local);
        writer.Write(bytes);
    }

    /// <summary>Type, subtype, address in brackets, local administrator.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind >> 8}:{Kind & 0xFF}:[{new IpPrefix(Address, 128, true).Address}]:{Local}");
}
