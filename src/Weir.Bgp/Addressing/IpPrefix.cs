using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Bgp.Addressing;

/// <summary>An IPv4 or IPv6 prefix: what NLRI and withdrawn routes are made of (RFC 4271 section 4.3, RFC 4760 section 5).</summary>
/// <param name="Bits">The address, first bit of the address at the top of the 128; bits after the length are zero.</param>
/// <param name="Length">Prefix length in bits: 0 to 32 or 0 to 128.</param>
/// <param name="IsV6">Whether it is an IPv6 prefix.</param>
public readonly record struct IpPrefix(UInt128 Bits, byte Length, bool IsV6)
{
    /// <summary>The longest prefix of the family: 32 or 128.</summary>
    public int MaxLength => IsV6 ? 128 : 32;

    /// <summary>Octets of the address that go on the wire: as few as hold the length.</summary>
    public int ByteCount => (Length + 7) / 8;

    /// <summary>Octets of the whole encoding: length octet and address octets.</summary>
    public int EncodedLength => 1 + ByteCount;

    /// <summary>The address without the length.</summary>
    public IPAddress Address
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
            return new IPAddress(IsV6 ? bytes : bytes[..4]);
        }
    }

    /// <summary>Makes a prefix; host bits are cleared, an IPv4-mapped IPv6 address becomes IPv4.</summary>
    /// <param name="address">Any address of the prefix.</param>
    /// <param name="length">Prefix length; more than the family allows is cut to the family's longest.</param>
    public static IpPrefix From(IPAddress address, int length)
    {
        ArgumentNullException.ThrowIfNull(address);
        UInt128 bits = BitsOf(address, out bool isV6);
        int cut = Math.Clamp(length, 0, isV6 ? 128 : 32);
        return new IpPrefix(bits & Mask(cut), (byte)cut, isV6);
    }

    /// <summary>Makes the prefix of one host: /32 or /128.</summary>
    public static IpPrefix Host(IPAddress address) => From(address, 128);

    /// <summary>The 128-bit form of an address: an IPv4 address fills the upper 32 bits.</summary>
    public static UInt128 BitsOf(IPAddress address, out bool isV6)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        plain.TryWriteBytes(bytes, out _);
        isV6 = plain.AddressFamily == AddressFamily.InterNetworkV6;
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The bits that a prefix of this length fixes.</summary>
    public static UInt128 Mask(int length) => length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);

    /// <summary>Parses <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, or an address alone (a host route). Host bits are cleared.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix)
    {
        prefix = default;
        ReadOnlySpan<char> trimmed = text.Trim();
        int slash = trimmed.IndexOf('/');
        ReadOnlySpan<char> host = slash < 0 ? trimmed : trimmed[..slash];
        bool plausible = host.Contains(':') || host.Count('.') == 3;
        if (!plausible || host.Contains('%') || !IPAddress.TryParse(host, out IPAddress? address))
        {
            return false;
        }

        prefix = Host(address);
        if (slash < 0)
        {
            return true;
        }

        if (!int.TryParse(trimmed[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > prefix.MaxLength)
        {
            prefix = default;
            return false;
        }

        prefix = From(address, length);
        return true;
    }

    /// <summary>Reads one length-and-prefix pair; false when the length is too long for the family or the bytes run out.</summary>
    public static bool TryRead(ref BgpReader reader, bool isV6, out IpPrefix prefix)
    {
        prefix = default;
        if (!reader.TryReadByte(out byte length) || length > (isV6 ? 128 : 32) || !reader.TryTake((length + 7) / 8, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        bytes.CopyTo(padded);
        // RFC 4271 section 4.3: the value of trailing bits is irrelevant.
        prefix = new IpPrefix(BinaryPrimitives.ReadUInt128BigEndian(padded) & Mask(length), length, isV6);
        return true;
    }

    /// <summary>Writes the length and as many address octets as it needs.</summary>
    public void Write(ref BgpWriter writer)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        writer.WriteByte(Length);
        writer.Write(bytes[..ByteCount]);
    }

    /// <summary>Whether <paramref name="other"/> lies within this prefix (a prefix contains itself).</summary>
    public bool Contains(IpPrefix other) => other.IsV6 == IsV6 && other.Length >= Length && (other.Bits & Mask(Length)) == Bits;

    /// <summary>Address, slash, length.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
