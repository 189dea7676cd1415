namespace Weir.Wire.Tests.SFlow.Oracle;

/// <summary>Which of our fields a field of sflowtool is, and in which form it is written.</summary>
/// <remarks>
/// One line for each structure: pairs <c>theirs=ours</c> or <c>theirs=ours:form</c>; a field without a pair has the same name on
/// both sides. A dot goes into a nested object; <c>-</c> marks what sflowtool adds of its own.
/// </remarks>
internal static class SflowtoolNames
{
    private static readonly Dictionary<string, string> Lines = new()
    {
        ["flow 0:1"] = "headerProtocol=protocol sampledPacketSize=frame_length strippedBytes=stripped headerLen=header:length headerBytes=header:hex",
        ["flow 0:2"] = "ethernet_type=type ethernet_len=length ethernet_src=src_mac:case ethernet_dst=dst_mac:case",
        ["flow 0:3"] = "sampledPacketSize=length IPSize=length srcIP=src_ip dstIP=dst_ip IPProtocol=protocol IPTOS=tos "
            + "UDPSrcPort=src_port UDPDstPort=dst_port TCPSrcPort=src_port TCPDstPort=dst_port TCPFlags=tcp_flags",
        ["flow 0:1001"] = "in_vlan=src_vlan in_priority=src_priority out_vlan=dst_vlan out_priority=dst_priority",
        ["flow 0:1002"] = "nextHop=nexthop:address srcSubnetMask=src_mask_len dstSubnetMask=dst_mask_len",
        ["flow 0:1003"] = "bgp_nexthop=nexthop:address my_as=as dst_as=dst_as_path:last dst_peer_as=dst_as_path:first "
            + "BGP_localpref=localpref dst_as_path=dst_as_path:path BGP_communities=communities:list",
        ["flow 0:1004"] = "src_user_charset=src_charset dst_user_charset=dst_charset",
        ["flow 0:1005"] = "url_direction=direction",
        ["flow 0:1006"] = "mpls_nexthop=nexthop:address mpls_input_stack=in_stack:labels mpls_output_stack=out_stack:labels",
        ["flow 0:1029"] = "out_VNI=vni",
        ["flow 0:1030"] = "in_VNI=vni",
        ["flow 0:1036"] = "egress_queue_id=queue",
        ["flow 0:1043"] = "timestamp_nS=nanoseconds",
        ["flow 0:2100"] = "socket4_ip_protocol=protocol socket4_local_ip=local_ip socket4_remote_ip=remote_ip socket4_local_port=local_port socket4_remote_port=remote_port",
        ["flow 0:2101"] = "socket6_ip_protocol=protocol socket6_local_ip=local_ip:address socket6_remote_ip=remote_ip:address "
            + "socket6_local_port=local_port socket6_remote_port=remote_port",
        ["flow 0:2202"] = "application=context.application operation=context.operation attributes=context.attributes "
            + "request_bytes=req_bytes response_bytes=resp_bytes duration_uS=uS status=status:status",
        ["flow 0:2203"] = "server_context_application=context.application server_context_operation=context.operation server_context_attributes=context.attributes",
        ["flow 0:2204"] = "actor_initiator=actor",
        ["flow 0:2205"] = "actor_target=actor",
        ["flow 0:2206"] = "http_method=method http_protocol=protocol http_uri=uri http_host=host http_referrer=referer http_useragent=useragent http_xff=xff "
            + "http_authuser=authuser http_mimetype=mime_type http_request_bytes=req_bytes http_bytes=resp_bytes http_duration_uS=uS http_status=status",
        ["flow 0:2209"] = "tcpinfo_direction=dir:direction tcpinfo_send_mss=snd_mss tcpinfo_receive_mss=rcv_mss tcpinfo_unacked_pkts=unacked "
            + "tcpinfo_lost_pkts=lost tcpinfo_retrans_pkts=retrans tcpinfo_path_mtu=pmtu tcpinfo_rtt_uS=rtt tcpinfo_rtt_uS_var=rttvar "
            + "tcpinfo_send_congestion_win=snd_cwnd tcpinfo_reordering=reordering tcpinfo_rtt_uS_min=min_rtt",
        ["counter 0:1"] = "networkType=ifType",
        ["counter 0:5"] = "in_vlan=vlan_id",
        ["counter 0:7"] = "actorSystemID=dot3adAggPortActorSystemID:case partnerSystemID=dot3adAggPortPartnerOperSystemID:case "
            + "attachedAggID=dot3adAggPortAttachedAggID actorAdminPortState=dot3adAggPortState.actorAdmin actorOperPortState=dot3adAggPortState.actorOper "
            + "partnerAdminPortState=dot3adAggPortState.partnerAdmin partnerOperPortState=dot3adAggPortState.partnerOper "
            + "LACPDUsRx=dot3adAggPortStatsLACPDUsRx markerPDUsRx=dot3adAggPortStatsMarkerPDUsRx markerResponsePDUsRx=dot3adAggPortStatsMarkerResponsePDUsRx "
            + "unknownRx=dot3adAggPortStatsUnknownRx illegalRx=dot3adAggPortStatsIllegalRx LACPDUsTx=dot3adAggPortStatsLACPDUsTx "
            + "markerPDUsTx=dot3adAggPortStatsMarkerPDUsTx markerResponsePDUsTx=dot3adAggPortStatsMarkerResponsePDUsTx",
        ["counter 0:1001"] = "5s_cpu=5s_cpu:hundredths 1m_cpu=1m_cpu:hundredths 5m_cpu=5m_cpu:hundredths total_memory_bytes=total_memory free_memory_bytes=free_memory",
        ["counter 0:1004"] = "openflow_datapath_id=datapath_id:hexnumber openflow_port=port_no",
        ["counter 0:1005"] = "ifName=name",
        ["counter 0:2000"] = "UUID=uuid:case",
        ["counter 0:2001"] = "adaptor_list=-",
        ["counter 0:2002"] = "parent_dsClass=container_type parent_dsIndex=container_index",
        ["counter 0:2003"] = "cpu_load_one=load_one:real cpu_load_five=load_five:real cpu_load_fifteen=load_fifteen:real cpu_proc_run=proc_run "
            + "cpu_proc_total=proc_total cpu_uptime=uptime cpuintr=cpu_intr cpuinterrupts=interrupts cpu_contexts=contexts",
        ["counter 0:2005"] = "disk_partition_max_used=part_max_used:hundredths disk_reads=reads disk_bytes_read=bytes_read disk_read_time=read_time "
            + "disk_writes=writes disk_bytes_written=bytes_written disk_write_time=write_time",
        ["counter 0:2006"] = "nio_bytes_in=bytes_in nio_pkts_in=pkts_in nio_errs_in=errs_in nio_drops_in=drops_in nio_bytes_out=bytes_out "
            + "nio_pkts_out=packets_out nio_errs_out=errs_out nio_drops_out=drops_out",
        ["counter 0:2009"] = "tcpInCsumErrors=tcpInCsumErrs",
        ["counter 0:2100"] = "vnode_mhz=mhz vnode_cpus=cpus vnode_memory=memory vnode_memory_free=memory_free vnode_num_domains=num_domains",
        ["counter 0:2201"] = "http_methd_connect_count=method_connect_count",
        ["counter 0:2202"] = "status_OK=success",
        ["counter 0:2203"] = "memory_used=mem_used memory_max=mem_max files_open=fd_open files_max=fd_max connections_open=conn_open connections_max=conn_max",
        ["counter 0:2206"] = "requests_delayed=req_delayed requests_dropped=req_dropped",
        ["counter 0:2207"] = "",
    };

    private static readonly string[] Prefixes = ["OVS_dp_", "http_", "errors_", "tunnel_ipv4_in_", "tunnel_ipv4_out_"];

    /// <summary>Finds our field.</summary>
    /// <param name="structure"><c>flow</c> or <c>counter</c> and the tag.</param>
    /// <param name="theirs">Name of the field at sflowtool.</param>
    /// <returns>Our name, with a dot for nested ones, and the form; name null for what sflowtool adds of its own.</returns>
    public static (string? Ours, string Form) Find(string structure, string theirs)
    {
        if (theirs.EndsWith("Block_tag", StringComparison.Ordinal) || theirs is "extendedType" or "flowSampleType")
        {
            return (null, "");
        }

        // The outer headers of tunnels are the plain structures one level down.
        bool tunnel = structure is "flow 0:1023" or "flow 0:1024";
        string name = Prefixes.Where(p => theirs.StartsWith(p, StringComparison.Ordinal) && !structure.StartsWith("flow 0:22", StringComparison.Ordinal))
            .Select(p => theirs[p.Length..]).FirstOrDefault(theirs);
        string pairs = Lines.GetValueOrDefault(tunnel ? "flow 0:3" : structure, "");
        foreach (string pair in pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = pair.Split('=');
            if (sides[0] == theirs || sides[0] == name)
            {
                string[] ours = sides[1].Split(':');
                return ours[0] == "-" ? (null, "") : ((tunnel ? "header." : "") + ours[0], ours.Length > 1 ? ours[1] : "");
            }
        }

        if (tunnel && name is "flowSampleType")
        {
            return (null, "");
        }

        // What is behind the sampled header is the matter of the packet decoder.
        return structure == "flow 0:1" ? (null, "") : (structure == "counter 0:2202" ? name.ToLowerInvariant() : name, "");
    }
}
