namespace Weir.Wire.Tests.Packets;

/// <summary>Where tshark and we differ on purpose; docs/wire/packet-oracles.md gives the reason of each.</summary>
internal static class KnownDifferences
{
    /// <summary>tshark takes these packets for something else altogether.</summary>
    private static readonly string[] WholeFiles = ["akvorado/mpls-eompls-cw.pcap", "skydive/contrail-udp-mpls-eth-and-ipv4.pcap"];

    private static readonly string[] WholeFields = ["nDPI/ip_fragmented_garbage.pcap tcp.flags", "pktvisor/dns_ipv4_udp.pcap dns.qry.name", "pktvisor/dns_ipv6_udp.pcap dns.qry.name"];

    /// <summary>True when a difference is known.</summary>
    public static bool Covers(string file, string field) => WholeFiles.Contains(file) || WholeFields.Contains($"{file} {field}");
}
