using System.Globalization;
using System.Net;
using System.Text;
using Weir.Bgp.Addressing;

namespace Weir.BgpTable;

/// <summary>A million IPv4 and 200,000 IPv6 prefixes in 240,000 attribute sets: five prefixes each, a path of three ASes and one community.</summary>
internal static class FullTable
{
    public const int Prefixes4 = 1_000_000;
    public const int Prefixes6 = 200_000;
    private const int RoutesPerSet = 5;

    /// <summary>The table as static routes of BIRD.</summary>
    public static void Write(StreamWriter file)
    {
        file.Write("protocol static v4 { ipv4;\n");
        for (int i = 0; i < Prefixes4; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"route {Prefix4(i)} blackhole {{{Attributes(i)}}};\n"));
        }

        file.Write("}\nprotocol static v6 { ipv6;\n");
        for (int i = 0; i < Prefixes6; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"route {Prefix6(i)} blackhole {{{Attributes(Prefixes4 + i)}}};\n"));
        }

        file.Write("}\n");
    }

    /// <summary>Addresses that the table covers, in no order.</summary>
    public static UInt128[] Addresses(int count, bool isV6)
    {
        Random random = new(1);
        UInt128[] addresses = new UInt128[count];
        for (int i = 0; i < count; i++)
        {
            IpPrefix prefix = isV6 ? Prefix6(random.Next(Prefixes6)) : Prefix4(random.Next(Prefixes4));
            addresses[i] = prefix.Bits | (isV6 ? (UInt128)random.Next() : (UInt128)random.Next(256) << 96);
        }

        return addresses;
    }

    // Each set has a path and a community of its own, as neighbouring prefixes of one origin have.
    private static string Attributes(int i)
    {
        int set = i / RoutesPerSet;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"bgp_path.prepend({100000 + set});bgp_path.prepend({3000 + (set % 500)});");
        return text.Append(CultureInfo.InvariantCulture, $"bgp_community.add(({1 + (set >> 16)},{set & 0xFFFF}));").ToString();
    }

    private static IpPrefix Prefix4(int i)
    {
        uint address = 0x01000000u + ((uint)i << 8);
        return IpPrefix.From(new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), 0]), i % 16 == 15 ? 23 : 24);
    }

    private static IpPrefix Prefix6(int i) =>
        IpPrefix.From(new IPAddress([0x20, 0x01, (byte)(i >> 12), (byte)(i >> 4), (byte)(i << 4), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 44 + (i % 5 == 0 ? 0 : 4));
}
