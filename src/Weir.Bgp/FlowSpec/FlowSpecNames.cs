using System.Globalization;

namespace Weir.Bgp.FlowSpec;

/// <summary>Names that people use for components and values (RFC 8955 section 4.2.2, RFC 2474 section 4).</summary>
internal static class FlowSpecNames
{
    /// <summary>Flag letters of the TCP header from the lowest bit: FIN SYN RST PSH ACK URG ECE CWR NS (RFC 9293 section 3.1).</summary>
    public const string TcpFlagLetters = "FSRPAUECN";

    /// <summary>Letters of the fragment mask from the lowest bit: don't, is, first, last (RFC 8955 section 4.2.2.12).</summary>
    public const string FragmentLetters = "DIFL";

    /// <summary>The name of a component in match objects and in text.</summary>
    public static string Of(FlowSpecComponentType type) => type switch
    {
        FlowSpecComponentType.Destination => "destination",
        FlowSpecComponentType.Source => "source",
        FlowSpecComponentType.Protocol => "protocol",
        FlowSpecComponentType.Port => "port",
        FlowSpecComponentType.DestinationPort => "destination-port",
        FlowSpecComponentType.SourcePort => "source-port",
        FlowSpecComponentType.IcmpType => "icmp-type",
        FlowSpecComponentType.IcmpCode => "icmp-code",
        FlowSpecComponentType.TcpFlags => "tcp-flags",
        FlowSpecComponentType.PacketLength => "packet-length",
        FlowSpecComponentType.Dscp => "dscp",
        FlowSpecComponentType.Fragment => "fragment",
        FlowSpecComponentType.FlowLabel => "flow-label",
        _ => "none",
    };

    /// <summary>Finds the component of a name; false when there is none.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, out FlowSpecComponentType type)
    {
        for (type = FlowSpecComponentType.Destination; type <= FlowSpecComponentType.FlowLabel; type++)
        {
            if (name.Equals(Of(type), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        type = FlowSpecComponentType.None;
        return false;
    }

    /// <summary>Finds the DSCP of a per-hop behaviour's name (cs1, af11, ef, le, be) or parses a number.</summary>
    public static bool TryDscp(ReadOnlySpan<char> text, out byte dscp)
    {
        if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out dscp))
        {
            return dscp < 64;
        }

        bool found = true;
        dscp = text switch
        {
            _ when Is(text, "be") || Is(text, "default") => 0,
            _ when Is(text, "le") => 1,
            _ when Is(text, "va") => 44,
            _ when Is(text, "ef") => 46,
            ['c' or 'C', 's' or 'S', >= '0' and <= '7'] => (byte)((text[2] - '0') << 3),
            ['a' or 'A', 'f' or 'F', >= '1' and <= '4', >= '1' and <= '3'] => (byte)(((text[2] - '0') << 3) | ((text[3] - '0') << 1)),
            _ => Missing(out found),
        };
        return found;
    }

    /// <summary>Finds the number of an IP protocol's name; false when it is none that operators filter by.</summary>
    public static bool TryProtocol(ReadOnlySpan<char> text, out ulong number)
    {
        number = text switch
        {
            _ when Is(text, "icmp") => 1,
            _ when Is(text, "igmp") => 2,
            _ when Is(text, "tcp") => 6,
            _ when Is(text, "udp") => 17,
            _ when Is(text, "gre") => 47,
            _ when Is(text, "esp") => 50,
            _ when Is(text, "ah") => 51,
            _ when Is(text, "icmp6") || Is(text, "icmpv6") || Is(text, "ipv6-icmp") => 58,
            _ when Is(text, "ospf") => 89,
            _ when Is(text, "sctp") => 132,
            _ => 0,
        };
        return number != 0;
    }

    private static byte Missing(out bool found)
    {
        found = false;
        return 0;
    }

    private static bool Is(ReadOnlySpan<char> text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
