namespace Weir.Analytics.Counters;

/// <summary>Structures of interfaces and switches.</summary>
internal static partial class CounterRecords
{
    private static IEnumerable<RecordLayoutBuilder> Interface()
    {
        yield return IfCounters();
        yield return New(2).Counters32("eth_alignmenterrors", "eth_fcserrors", "eth_singlecollisions", "eth_multiplecollisions",
            "eth_sqetesterrors", "eth_deferredtx", "eth_latecollision", "eth_excessivecollisions", "eth_internalmactxerrors",
            "eth_carriersenseerrors", "eth_frametoolongs", "eth_internalmacrxerrors", "eth_symbolerrors");
        yield return New(3).Counters32(Prefixed("dot5_", "lineerrors bursterrors acerrors aborttranserrors internalerrors lostframeerrors receivecongestions framecopiederrors tokenerrors softerrors harderrors signalloss transmitbeacons recoverys lobewires removes singles freqerrors"));
        yield return New(4).Counters32("dot12_inhighpriorityframes").Counters64("dot12_inhighpriorityoctets")
            .Counters32("dot12_innormpriorityframes").Counters64("dot12_innormpriorityoctets")
            .Counters32(Prefixed("dot12_", "inipmerrors inoversizeframeerrors indataerrors innulladdressedframes outhighpriorityframes"))
            .Counters64("dot12_outhighpriorityoctets").Counters32("dot12_transitionintotrainings")
            .Counters64("dot12_hcinhighpriorityoctets", "dot12_hcinnormpriorityoctets", "dot12_hcouthighpriorityoctets");
        yield return New(5).Gauges32("vlan_id").Counters64("vlan_octets")
            .Counters32("vlan_ucastpkts", "vlan_multicastpkts", "vlan_broadcastpkts", "vlan_discards");
        yield return New(6).Counters32(Prefixed("dot11_", "transmittedfragmentcount multicasttransmittedframecount failedcount retrycount multipleretrycount frameduplicatecount rtssuccesscount rtsfailurecount ackfailurecount receivedfragmentcount multicastreceivedframecount fcserrorcount transmittedframecount wepundecryptablecount qosdiscardedfragmentcount"))
            .Gauges32("dot11_associatedstationcount")
            .Counters32(Prefixed("dot11_", "qoscfpollsreceivedcount qoscfpollsunusedcount qoscfpollsunusablecount qoscfpollslostcount"));
        yield return New(7).Macs("agg_actorsystemid", "agg_partneropersystemid").Gauges32("agg_attachedaggid")
            .Bytes("agg_actoradminportstate", "agg_actoroperportstate", "agg_partneradminportstate", "agg_partneroperportstate")
            .Counters32("agg_lacpdusrx", "agg_markerpdusrx", "agg_markerresponsepdusrx", "agg_unknownrx", "agg_illegalrx",
                "agg_lacpdustx", "agg_markerpdustx", "agg_markerresponsepdustx");
        yield return New(8).Counters32(Prefixed("slowpath_", "unknown other cam_miss cam_full no_hw_support cntrl"));
        yield return New(9).Counters64("ib_portxmitpkts", "ib_portrcvpkts").Counters32(Prefixed("ib_", "symbolerrorcounter linkerrorrecoverycounter linkdownedcounter portrcverrors portrcvremotephysicalerrors portrcvswitchrelayerrors portxmitdiscards portxmitconstrainterrors portrcvconstrainterrors locallinkintegrityerrors excessivebufferoverrunerrors vl15dropped"));
        yield return New(10).Gauges32("opt_module_id", "opt_module_lanes", "opt_module_supply_voltage")
            .Signed32("opt_module_temperature").Lanes();
        yield return New(11).Counters32(Prefixed("pfc_", "requests indications pause_duration storm_detected storm_restored"));
        yield return New(1002).Counters32("radio_elapsed_time", "radio_on_channel_time", "radio_on_channel_busy_time")
            .Derived("radio_utilization", Formulas.Percent, "radio_on_channel_busy_time", "radio_on_channel_time");
        yield return New(1004).Hex64("of_dpid").Gauges32("of_port");
        yield return New(1005).Texts("ifname");
    }

    private static RecordLayoutBuilder IfCounters() =>
        New(1).Gauges32("ifindex").Word("iftype", InterfaceTypes.Name).Gauges64("ifspeed")
            .Word("ifdirection", Words.Direction).Status("ifadminstatus", "ifoperstatus")
            .Counters64("ifinoctets")
            .Counters32("ifinucastpkts", "ifinmulticastpkts", "ifinbroadcastpkts", "ifindiscards", "ifinerrors", "ifinunknownprotos")
            .Counters64("ifoutoctets")
            .Counters32("ifoutucastpkts", "ifoutmulticastpkts", "ifoutbroadcastpkts", "ifoutdiscards", "ifouterrors")
            .Skip(1)
            .Derived("ifinpkts", Formulas.Sum, "ifinucastpkts", "ifinmulticastpkts", "ifinbroadcastpkts")
            .Derived("ifoutpkts", Formulas.Sum, "ifoutucastpkts", "ifoutmulticastpkts", "ifoutbroadcastpkts")
            .Derived("ifinutilization", Formulas.LinkUtilization, "ifinoctets", "ifspeed")
            .Derived("ifoututilization", Formulas.LinkUtilization, "ifoutoctets", "ifspeed");

    private static IEnumerable<RecordLayoutBuilder> Switch()
    {
        yield return New(3000).Gauges32("energy_voltage", "energy_current", "energy_real_power").Signed32("energy_power_factor")
            .Counters32("energy_energy", "energy_errors");
        yield return New(3001).Signed32("temperature_minimum", "temperature_maximum").Counters32("temperature_errors");
        yield return New(3002).Signed32("humidity_relative");
        yield return New(3003).Gauges32("fans_total", "fans_failed", "fans_speed");
        yield return new RecordLayoutBuilder(4413, 1).Percents("bst_uc_pc", "bst_mc_pc");
        yield return new RecordLayoutBuilder(4413, 2).Percents("bst_ingress_uc_pc", "bst_ingress_mc_pc", "bst_egress_uc_pc", "bst_egress_mc_pc");
        yield return HardwareTables();
    }

    private static RecordLayoutBuilder HardwareTables()
    {
        RecordLayoutBuilder layout = new RecordLayoutBuilder(4413, 3).Gauges32(Prefixed("bcm_", "host_entries host_entries_max ipv4_entries ipv4_entries_max ipv6_entries ipv6_entries_max ipv4_ipv6_entries ipv4_ipv6_entries_max long_ipv6_entries long_ipv6_entries_max total_routes total_routes_max ecmp_nexthops ecmp_nexthops_max mac_entries mac_entries_max ipv4_neighbors ipv6_neighbors ipv4_routes ipv6_routes acl_ingress_entries acl_ingress_entries_max acl_ingress_counters acl_ingress_counters_max acl_ingress_meters acl_ingress_meters_max acl_ingress_slices acl_ingress_slices_max acl_egress_entries acl_egress_entries_max acl_egress_counters acl_egress_counters_max acl_egress_meters acl_egress_meters_max acl_egress_slices acl_egress_slices_max"));
        foreach (string table in "host ipv4 ipv6 ipv4_ipv6 long_ipv6 mac acl_ingress acl_egress".Split(' '))
        {
            layout.Derived($"bcm_{table}_utilization", Formulas.Percent, $"bcm_{table}_entries", $"bcm_{table}_entries_max");
        }

        foreach (string table in "total_routes ecmp_nexthops acl_ingress_counters acl_ingress_meters acl_ingress_slices acl_egress_counters acl_egress_meters acl_egress_slices".Split(' '))
        {
            layout.Derived($"bcm_{table}_utilization", Formulas.Percent, $"bcm_{table}", $"bcm_{table}_max");
        }

        // Published scripts ask for this spelling.
        return layout.Derived("bcm_long_ipv6_utilizaton", Formulas.Percent, "bcm_long_ipv6_entries", "bcm_long_ipv6_entries_max");
    }
}
