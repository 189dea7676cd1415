using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.SFlow.Coverage;

/// <summary>Which keys or metrics a structure is for, and what kind of fixture proves it.</summary>
internal static class CoverageUses
{
    private const string Captured =
        "F0:1 F0:2 F0:3 F0:1001 F0:1002 F0:1003 F0:1006 F0:1023 F0:1024 F0:1029 F0:1030 F0:1043 F0:2100 F0:2101 F0:2202 F0:2203 F0:2204 F0:2205 F0:2206 F0:2209 "
        + "F8800:2 C0:1 C0:2 C0:5 C0:7 C0:1001 C0:1004 C0:1005 C0:2000 C0:2001 C0:2002 C0:2003 C0:2004 C0:2005 C0:2006 C0:2007 C0:2008 C0:2009 C0:2010 "
        + "C0:2100 C0:2201 C0:2202 C0:2203 C0:2206 C0:2207";

    private const string HandMade = "F0:1004 F0:1005 F0:1036 F0:1037";

    private static readonly Dictionary<string, string> Uses = new()
    {
        ["F0:1"] = "keys of all packet headers; bytes, frames, stripped",
        ["F0:2"] = "macsource, macdestination, ethernetprotocol",
        ["F0:3"] = "ipsource, ipdestination, ipprotocol, iptos, tcp and udp ports, tcpflags",
        ["F0:4"] = "ip6source, ip6destination, ip6nexthdr, ip6tos, tcp and udp ports, tcpflags",
        ["F0:1001"] = "vlansource, vlandestination, prioritysource, prioritydestination",
        ["F0:1002"] = "ipnexthoprouter, ipsourcemaskbits, ipdestinationmaskbits",
        ["F0:1003"] = "bgpnexthop, bgpas, bgpsourceas, bgpsourcepeeras, bgpdestinationas, bgpdestinationpeeras, bgpdestinationaspath, bgpcommunities, bgplocalpref",
        ["F0:1004"] = "usersource, userdestination",
        ["F0:1005"] = "url, urlhost",
        ["F0:1007"] = "natipsource, natipdestination",
        ["F0:1024"] = "inputipsource",
        ["F0:1029"] = "vni",
        ["F0:1030"] = "vni",
        ["F0:1036"] = "queueindex",
        ["F0:1038"] = "drop reason texts",
        ["F0:1039"] = "transitdelay",
        ["F0:1040"] = "queuedepth",
        ["F0:1041"] = "drop reason texts",
        ["F0:1042"] = "drop reason texts",
        ["F0:2100"] = "serveraddress, serverport, clientaddress, clientport, protocol",
        ["F0:2101"] = "serveraddress6, serverport, clientaddress6, clientport, protocol",
        ["F0:2102"] = "proxyserveraddress, proxyserverport, proxyclientaddress, proxyclientport, proxyprotocol",
        ["F0:2103"] = "proxyserveraddress6, proxyserverport, proxyclientaddress6, proxyclientport, proxyprotocol",
        ["F0:2200"] = "memcachecommand, memcachekey, status",
        ["F0:2202"] = "application, operation, attributes, status",
        ["F0:2204"] = "actor",
        ["F0:2205"] = "target",
        ["F0:2206"] = "httpmethod, httpprotocol, httphost, httpuseragent, httpxff, httpauthuser, httpmimetype, httpurl, httpreferer, httpstatus, req_bytes, resp_bytes, duration",
        ["F0:2209"] = "direction, tcprtt, tcprttwait, tcprttsdev, tcpunacked",
        ["C0:1"] = "ifindex, iftype, ifspeed, ifdirection, ifadminstatus, ifoperstatus, ifin*, ifout*",
        ["C0:2"] = "eth_*",
        ["C0:3"] = "dot5_*",
        ["C0:4"] = "dot12_*",
        ["C0:5"] = "vlan_*",
        ["C0:6"] = "dot11_*",
        ["C0:7"] = "agg_*",
        ["C0:8"] = "slowpath_*",
        ["C0:9"] = "ib_*",
        ["C0:10"] = "opt_*",
        ["C0:11"] = "pfc_*",
        ["C0:1001"] = "cpu_5sec, cpu_1min, cpu_5min, mem_total, mem_free",
        ["C0:1002"] = "radio_*",
        ["C0:1004"] = "of_dpid, of_port",
        ["C0:1005"] = "ifname",
        ["C0:2000"] = "host_name, uuid, machine_type, os_name, os_release; vir_* on logical sources",
        ["C0:2001"] = "addresses by which hosts are located",
        ["C0:2002"] = "the host of a virtual machine",
        ["C0:2003"] = "load_*, proc_*, cpu_*, uptime, interrupts, contexts",
        ["C0:2004"] = "mem_*, swap_*, page_*",
        ["C0:2005"] = "disk_*, part_max_used",
        ["C0:2006"] = "bytes_in, pkts_in, errs_in, drops_in and out",
        ["C0:2007"] = "ip_*",
        ["C0:2008"] = "icmp_*",
        ["C0:2009"] = "tcp_*",
        ["C0:2010"] = "udp_*",
        ["C0:2100"] = "node_*",
        ["C0:2101"] = "vir_cpu_*",
        ["C0:2102"] = "vir_mem_*",
        ["C0:2103"] = "vir_disk_*",
        ["C0:2104"] = "vir_bytes_in, vir_pkts_in and so on",
        ["C0:2105"] = "jvm_name, jvm_vendor, jvm_version",
        ["C0:2106"] = "jvm_*",
        ["C0:2200"] = "memcache_*",
        ["C0:2201"] = "http_method_*, http_status_*",
        ["C0:2202"] = "app_success, app_other, app_timeout and so on",
        ["C0:2203"] = "app_*",
        ["C0:2204"] = "memcache_*",
        ["C0:2205"] = "vdi_*",
        ["C0:2206"] = "workers_*, req_delayed, req_dropped",
        ["C0:2207"] = "ovs_dp_*",
        ["C0:3000"] = "energy_*",
        ["C0:3001"] = "temperature_*",
        ["C0:3002"] = "humidity_relative",
        ["C0:3003"] = "fans_*",
        ["C4413:1"] = "bst_uc_pc, bst_mc_pc",
        ["C4413:2"] = "bst_ingress_*, bst_egress_*",
        ["C4413:3"] = "bcm_*",
        ["C5703:1"] = "nvml_*",
    };

    public static string Of(RecordEntry entry) => Uses.GetValueOrDefault(Key(entry), "-");

    public static string ProofOf(RecordEntry entry)
    {
        if (Captured.Split(' ').Contains(Key(entry)))
        {
            return "capture";
        }

        return HandMade.Split(' ').Contains(Key(entry)) ? "vector" : "generated";
    }

    private static string Key(RecordEntry entry) => (entry.Kind == RecordKind.Flow ? "F" : "C") + DataFormat.ToText(entry.Tag);
}
