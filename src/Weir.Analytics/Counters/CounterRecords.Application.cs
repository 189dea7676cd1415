namespace Weir.Analytics.Counters;

/// <summary>Structures of applications and of the host's IP stack.</summary>
internal static partial class CounterRecords
{
    private static readonly string[] HttpMethods =
        Prefixed("http_method_", "option get head post put delete trace connect other");

    private static IEnumerable<RecordLayoutBuilder> Mib2()
    {
        yield return New(2007).Gauges32("ip_forwarding", "ip_defaultttl")
            .Counters32(Prefixed("ip_", "inreceives inhdrerrors inaddrerrors forwdatagrams inunknownprotos indiscards indelivers outrequests outdiscards outnoroutes"))
            .Gauges32("ip_reasmtimeout").Counters32(Prefixed("ip_", "reasmreqds reasmoks reasmfails fragoks fragfails fragcreates"));
        yield return New(2008).Counters32(Prefixed("icmp_", "inmsgs inerrors indestunreachs intimeexcds inparamprobs insrcquenchs inredirects inechos inechoreps intimestamps inaddrmasks inaddrmaskreps outmsgs outerrors outdestunreachs outtimeexcds outparamprobs outsrcquenchs outredirects outechos outechoreps outtimestamps outtimestampreps outaddrmasks outaddrmaskreps"));
        yield return New(2009).Gauges32("tcp_rtoalgorithm", "tcp_rtomin", "tcp_rtomax", "tcp_maxconn")
            .Counters32("tcp_activeopens", "tcp_passiveopens", "tcp_attemptfails", "tcp_estabresets").Gauges32("tcp_currestab")
            .Counters32(Prefixed("tcp_", "insegs outsegs retranssegs inerrs outrsts incsumerrors"));
        yield return New(2010).Counters32(Prefixed("udp_", "indatagrams noports inerrors outdatagrams rcvbuferrors sndbuferrors incsumerrors"));
    }

    private static IEnumerable<RecordLayoutBuilder> Application()
    {
        yield return New(2105).Texts("jvm_name", "jvm_vendor", "jvm_version");
        yield return New(2106).Gauges64("jvm_hmem_initial", "jvm_hmem_used", "jvm_hmem_committed", "jvm_hmem_max",
                "jvm_nhmem_initial", "jvm_nhmem_used", "jvm_nhmem_committed", "jvm_nhmem_max")
            .Counters32("jvm_gc_count", "jvm_gc_ms").Gauges32("jvm_cls_loaded").Counters32("jvm_cls_total", "jvm_cls_unloaded", "jvm_comp_ms")
            .Gauges32("jvm_thread_live", "jvm_thread_daemon").Counters32("jvm_thread_started").Gauges32("jvm_fds_open", "jvm_fds_max");
        yield return New(2201).Counters32(HttpMethods)
            .Counters32(Prefixed("http_status_", "1xx 2xx 3xx 4xx 5xx other"))
            .Derived("http_requests", Formulas.Sum, HttpMethods);
        yield return New(2202).Texts("app_name").Counters32(Prefixed("app_", "success other timeout internal_error bad_request forbidden too_large not_implemented not_found unavailable unauthorized"));
        yield return New(2203).Counters32("app_usertime", "app_systemtime").Gauges64("app_mem_used", "app_mem_max")
            .Gauges32("app_fd_open", "app_fd_max", "app_conn_open", "app_conn_max");
        yield return New(2206).Gauges32("workers_active", "workers_idle", "workers_max").Counters32("req_delayed", "req_dropped")
            .Derived("workers_utilization", Formulas.Workers, "workers_active", "workers_idle", "workers_max");
        yield return New(2207).Counters32("ovs_dp_hits", "ovs_dp_misses", "ovs_dp_lost", "ovs_dp_mask_hits").Gauges32("ovs_dp_flows", "ovs_dp_masks")
            .Derived("ovs_dp_missrate", Formulas.MissRate, "ovs_dp_hits", "ovs_dp_misses");
        foreach (RecordLayoutBuilder layout in Caches())
        {
            yield return layout;
        }
    }

    private static IEnumerable<RecordLayoutBuilder> Caches()
    {
        // 2200 is the deprecated form of 2204: the same things in another order.
        yield return New(2200).Gauges32("memcache_uptime").Counters32("memcache_rusage_user", "memcache_rusage_system")
            .Gauges32("memcache_curr_connections").Counters32("memcache_total_connections").Gauges32("memcache_connection_structures")
            .Counters32(Prefixed("memcache_", "cmd_get cmd_set cmd_flush get_hits get_misses delete_misses delete_hits incr_misses incr_hits decr_misses decr_hits cas_misses cas_hits cas_badval auth_cmds auth_errors"))
            .Counters64("memcache_bytes_read", "memcache_bytes_written").Gauges32("memcache_limit_maxbytes", "memcache_accepting_conns")
            .Counters32("memcache_listen_disabled_num").Gauges32("memcache_threads").Counters32("memcache_conn_yields")
            .Gauges64("memcache_bytes").Gauges32("memcache_curr_items").Counters32("memcache_total_items", "memcache_evictions");
        yield return New(2204).Counters32(Prefixed("memcache_", "cmd_set cmd_touch cmd_flush get_hits get_misses delete_hits delete_misses incr_hits incr_misses decr_hits decr_misses cas_hits cas_misses cas_badval auth_cmds auth_errors"))
            .Gauges32("memcache_threads").Counters32("memcache_conn_yields", "memcache_listen_disabled_num").Gauges32("memcache_curr_connections")
            .Counters32("memcache_rejected_connections", "memcache_total_connections").Gauges32("memcache_connection_structures")
            .Counters32("memcache_evictions", "memcache_reclaimed").Gauges32("memcache_curr_items").Counters32("memcache_total_items")
            .Counters64("memcache_bytes_read", "memcache_bytes_written").Gauges64("memcache_bytes", "memcache_limit_maxbytes");
        yield return New(2205).Gauges32("vdi_sessions_current").Counters32(Prefixed("vdi_", "sessions_total sessions_duration rx_bytes tx_bytes rx_packets tx_packets rx_packets_lost tx_packets_lost"))
            .Gauges32("vdi_rtt_min_ms", "vdi_rtt_max_ms", "vdi_rtt_avg_ms").Counters32("vdi_audio_rx_bytes", "vdi_audio_tx_bytes")
            .Gauges32("vdi_audio_tx_limit").Counters32("vdi_img_rx_bytes", "vdi_img_tx_bytes", "vdi_img_frames")
            .Gauges32("vdi_img_qual_min", "vdi_img_qual_max", "vdi_img_qual_avg").Counters32("vdi_usb_rx_bytes", "vdi_usb_tx_bytes");
    }
}
