using System.Buffers.Binary;
using System.Net;

namespace Weir.Wire;

/// <summary>An IPv4 or IPv6 address as a value of 24 bytes: comparable and hashable without allocation (sFlow v5, <c>address</c>).</summary>
/// <param name="High">Upper 64 bits of an IPv6 address; 0 for IPv4.</param>
/// <param name="Low">Lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address.</param>
/// <param name="Family">What the bits mean.</param>
public readonly record struct NetworkAddress(ulong High, ulong Low, NetworkFamily Family)
{
    /// <summary>Makes an IPv4 address from its 32 bits in host order.</summary>
    public static NetworkAddress FromV4(uint address) => new(0, address, NetworkFamily.V4);

    /// <summary>Reads 4 bytes in network order.</summary>
    public static NetworkAddress ReadV4(ReadOnlySpan<byte> bytes) => FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>Reads 16 bytes in network order.</summary>
    public static NetworkAddress ReadV6(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), NetworkFamily.V6);

    /// <summary>Converts from the framework's type; an IPv4-mapped IPv6 address becomes IPv4.</summary>
    public static NetworkAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out int written);
        return written == 4 ? ReadV4(bytes) : ReadV6(bytes);
    }

    /// <summary>Parses a textual address; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NetworkAddress address)
    {
        // IPAddress also takes "1" and "1.2": only the dotted quad is an IPv4 address here.
        bool plausible = text.Contains(':') || text.Count('.') == 3;
        if (plausible && IPAddress.TryParse(text, out IPAddress? parsed))
        {
            address = From(parsed);
            return true;
        }

        address = default;
        return false;
    }

    /// <summary>Hash that is another one in every process: who sends datagrams chooses addresses, but not so that they collide in a table.</summary>
    public override int GetHashCode() => HashCode.Combine((uint)(High >> 32), (uint)High, (uint)(Low >> 32), (uint)Low, (int)Family);

    /// <summary>Writes the address in network order.</summary>
    /// <param name="target">4 bytes for IPv4, 16 for IPv6.</param>
    public void Write(Span<byte> target)
    {
        if (Family == NetworkFamily.V6)
        {
            BinaryPrimitives.WriteUInt64BigEndian(target, High);
            BinaryPrimitives.WriteUInt64BigEndian(target[8..], Low);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, (uint)Low);
        }
    }

    /// <summary>Converts to the framework's type; unknown becomes 0.0.0.0.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(bytes);
        return Family == NetworkFamily.V6 ? new IPAddress(bytes) : new IPAddress(bytes[..4]);
    }

    /// <summary>Dotted quad, or RFC 5952 text; "0.0.0.0" when unknown.</summary>
    public override string ToString() => ToIPAddress().ToString();
}
