using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Export.Sinks.Ipfix;

/// <summary>A field of a data record: which information element, how long, and how a flow key's text becomes it (RFC 7012).</summary>
/// <param name="Id">Number of the information element, in IANA's registry.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Form">How the text is read.</param>
internal readonly record struct IpfixElement(ushort Id, ushort Length, IpfixForm Form)
{
    /// <summary>Octets of the record's interval.</summary>
    public static IpfixElement OctetDelta { get; } = new(1, 8, IpfixForm.Number);

    /// <summary>Packets of the record's interval.</summary>
    public static IpfixElement PacketDelta { get; } = new(2, 8, IpfixForm.Number);

    /// <summary>Protocol number.</summary>
    public static IpfixElement Protocol { get; } = new(4, 1, IpfixForm.Number);

    /// <summary>First sample, ms since the epoch.</summary>
    public static IpfixElement FlowStart { get; } = new(152, 8, IpfixForm.Number);

    /// <summary>End of the record's interval, ms since the epoch.</summary>
    public static IpfixElement FlowEnd { get; } = new(153, 8, IpfixForm.Number);

    /// <summary>The agent, when it has an IPv4 address.</summary>
    public static IpfixElement Exporter4 { get; } = new(130, 4, IpfixForm.Address);

    /// <summary>The agent, when it has an IPv6 address.</summary>
    public static IpfixElement Exporter6 { get; } = new(131, 16, IpfixForm.Address);

    /// <summary>The element of a flow key; false for keys that have none.</summary>
    public static bool TryOf(string key, out IpfixElement element)
    {
        element = key switch
        {
            "macsource" => new(56, 6, IpfixForm.Mac),
            "macdestination" => new(80, 6, IpfixForm.Mac),
            "ethernetprotocol" => new(256, 2, IpfixForm.Number),
            "vlan" => new(58, 2, IpfixForm.Number),
            "priority" => new(244, 1, IpfixForm.Number),
            "ipprotocol" or "ip6nexthdr" => Protocol,
            "ipsource" => new(8, 4, IpfixForm.Address),
            "ipdestination" => new(12, 4, IpfixForm.Address),
            "ip6source" => new(27, 16, IpfixForm.Address),
            "ip6destination" => new(28, 16, IpfixForm.Address),
            "tcpsourceport" or "udpsourceport" => new(7, 2, IpfixForm.Number),
            "tcpdestinationport" or "udpdestinationport" => new(11, 2, IpfixForm.Number),
            "inputifindex" => new(10, 4, IpfixForm.Interface),
            "outputifindex" => new(14, 4, IpfixForm.Interface),
            _ => default,
        };
        return element.Length > 0;
    }

    /// <summary>Writes a key's text; false when it is no such value.</summary>
    /// <param name="text">Text of the key.</param>
    /// <param name="target"><see cref="Length"/> bytes.</param>
    public bool TryWrite(ReadOnlySpan<char> text, Span<byte> target)
    {
        switch (Form)
        {
            case IpfixForm.Mac:
                return text.Length == 2 * Length && Convert.FromHexString(text, target, out _, out _) == System.Buffers.OperationStatus.Done;
            case IpfixForm.Address:
                return IPAddress.TryParse(text, out IPAddress? address)
                    && address.AddressFamily == (Length == 4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6)
                    && address.TryWriteBytes(target, out _);
            case IpfixForm.Interface:
                // Interfaces without a number (internal, discard, multiple, unknown) are 0: the registry has no word for them.
                _ = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong index);
                return TryWrite(index, target);
            default:
                return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && TryWrite(number, target);
        }
    }

    /// <summary>Writes a number in network order; false when it does not fit.</summary>
    public bool TryWrite(ulong number, Span<byte> target)
    {
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, number);
        wide[(8 - Length)..].CopyTo(target);
        return Length == 8 || number >> (8 * Length) == 0;
    }
}
