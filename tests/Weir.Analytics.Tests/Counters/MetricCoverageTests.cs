using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Weir.Testing.Records;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

/// <summary>Every metric that is documented comes out of encoded counter records.</summary>
/// <remarks>The list of names is our own. Two samples of every structure are sent, ten seconds apart, whose numbers are 2 and then 3.</remarks>
public sealed class MetricCoverageTests
{
    private const string Interface =
        "ifindex iftype ifspeed ifdirection ifadminstatus ifoperstatus ifinoctets ifoutoctets ifinucastpkts ifinmulticastpkts ifinbroadcastpkts "
        + "ifoutucastpkts ifoutmulticastpkts ifoutbroadcastpkts ifindiscards ifinerrors ifinunknownprotos ifoutdiscards ifouterrors ifinpkts ifoutpkts "
        + "ifinutilization ifoututilization ifname of_dpid of_port eth_alignmenterrors eth_fcserrors eth_singlecollisions eth_multiplecollisions "
        + "eth_sqetesterrors eth_deferredtx eth_latecollision eth_excessivecollisions eth_internalmactxerrors eth_carriersenseerrors eth_frametoolongs "
        + "eth_internalmacrxerrors eth_symbolerrors agg_actorsystemid agg_partneropersystemid agg_attachedaggid agg_actoradminportstate "
        + "agg_actoroperportstate agg_partneradminportstate agg_partneroperportstate agg_lacpdusrx agg_markerpdusrx agg_markerresponsepdusrx agg_unknownrx "
        + "agg_illegalrx agg_lacpdustx agg_markerpdustx agg_markerresponsepdustx opt_module_id opt_module_lanes opt_module_supply_voltage "
        + "opt_module_temperature opt_lane_1_tx_bias_current opt_lane_1_tx_power opt_lane_1_rx_power";

    private const string Host =
        "host_name uuid machine_type os_name os_release load_one load_five load_fifteen proc_run proc_total cpu_num cpu_speed uptime cpu_user cpu_nice "
        + "cpu_system cpu_idle cpu_wio cpu_intr cpu_sintr interrupts contexts cpu_steal cpu_guest cpu_guest_nice cpu_utilization load_one_per_cpu "
        + "load_five_per_cpu load_fifteen_per_cpu mem_total mem_free mem_shared mem_buffers mem_cached swap_total swap_free page_in page_out swap_in "
        + "swap_out mem_used mem_utilization swap_utilization disk_total disk_free part_max_used disk_reads disk_bytes_read disk_read_time disk_writes "
        + "disk_bytes_written disk_write_time disk_utilization bytes_in pkts_in errs_in drops_in bytes_out pkts_out errs_out drops_out ip_forwarding "
        + "ip_inreceives ip_outrequests ip_fragcreates icmp_inmsgs icmp_outdestunreachs icmp_outaddrmaskreps tcp_rtoalgorithm tcp_activeopens "
        + "tcp_currestab tcp_insegs tcp_retranssegs tcp_incsumerrors udp_indatagrams udp_noports udp_incsumerrors node_mhz node_cpus node_memory "
        + "node_memory_free node_domains node_memory_utilization cpu_5sec cpu_1min cpu_5min nvml_device_count nvml_processes nvml_gpu_utilization "
        + "nvml_mem_utilization nvml_mem_total nvml_mem_free nvml_ecc_errors nvml_energy nvml_temperature nvml_fan_speed";

    private const string Guest =
        "vir_host_name vir_uuid vir_machine_type vir_os_name vir_os_release vir_cpu_state vir_cpu_utilization vir_cpu_num vir_mem_usage vir_mem_max "
        + "vir_mem_utilization vir_disk_capacity vir_disk_allocation vir_disk_available vir_disk_rd_req vir_disk_rd_bytes vir_disk_wr_req "
        + "vir_disk_wr_bytes vir_disk_errs vir_bytes_in vir_pkts_in vir_errs_in vir_drops_in vir_bytes_out vir_pkts_out vir_errs_out vir_drops_out "
        + "vir_nvml_gputime jvm_name jvm_vendor jvm_version jvm_hmem_initial jvm_hmem_used jvm_hmem_committed jvm_hmem_max jvm_nhmem_initial "
        + "jvm_nhmem_used jvm_nhmem_committed jvm_nhmem_max jvm_gc_count jvm_gc_ms jvm_cls_loaded jvm_cls_total jvm_cls_unloaded jvm_comp_ms "
        + "jvm_thread_live jvm_thread_daemon jvm_thread_started jvm_fds_open jvm_fds_max k8s_name k8s_namespace";

    private const string Switch =
        "bcm_host_entries bcm_host_entries_max bcm_host_utilization bcm_mac_utilization bcm_ipv4_utilization bcm_ipv6_utilization "
        + "bcm_ipv4_ipv6_utilization bcm_long_ipv6_utilizaton bcm_long_ipv6_utilization bcm_total_routes_utilization bcm_ecmp_nexthops_utilization "
        + "bcm_acl_ingress_utilization bcm_acl_ingress_meters_utilization bcm_acl_ingress_counters_utilization bcm_acl_egress_utilization "
        + "bcm_acl_egress_meters_utilization bcm_acl_egress_counters_utilization bcm_ipv4_neighbors bcm_ipv6_routes";

    private const string Application =
        "http_method_option http_method_get http_method_head http_method_post http_method_put http_method_delete http_method_trace http_method_connect "
        + "http_method_other http_status_1xx http_status_2xx http_status_3xx http_status_4xx http_status_5xx http_status_other http_requests "
        + "workers_active workers_idle workers_max workers_utilization req_delayed req_dropped app_usertime app_systemtime app_mem_used app_mem_max "
        + "app_fd_open app_fd_max app_conn_open app_conn_max app_success app_other app_timeout app_internal_error app_bad_request app_forbidden "
        + "app_too_large app_not_implemented app_not_found app_unavailable app_unauthorized memcache_cmd_set memcache_cmd_touch memcache_get_hits "
        + "memcache_bytes_read memcache_bytes_written memcache_bytes memcache_limit_maxbytes memcache_curr_items ovs_dp_hits ovs_dp_misses ovs_dp_lost "
        + "ovs_dp_mask_hits ovs_dp_flows ovs_dp_masks ovs_dp_missrate";

    private static readonly DataSource HostSource = new(2, 1);
    private static readonly DataSource GuestSource = new(3, 100_001);

    public static TheoryData<string, string> Documented
    {
        get
        {
            TheoryData<string, string> names = [];
            foreach (string name in string.Join(' ', Interface, Host, Switch, Application).Split(' '))
            {
                names.Add("2.1", name);
            }

            foreach (string name in Guest.Split(' '))
            {
                names.Add("3.100001", name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public void Metric_Documented_ComesOutOfACounterRecord(string source, string metric)
    {
        CounterFeed feed = new();
        Send(feed, source == "2.1" ? HostSource : GuestSource, 1);
        Send(feed, source == "2.1" ? HostSource : GuestSource, 2);
        Assert.True(feed.Value(source, metric) is not null, $"no structure gives {metric}");
        Assert.Equal(0, feed.State.Errors(Wire.DecodeError.RecordTooShort));
    }

    private static void Send(CounterFeed feed, DataSource source, uint sequence)
    {
        DatagramWriter writer = new(new byte[16_384], CounterFeed.Agent, 0, sequence, sequence * 10_000);
        writer.BeginCounterSample(sequence, source);

        // The adapters of a host are no metrics, and the old memcache structure has the names of the new one.
        foreach (RecordLayout layout in RecordLayouts.Of(RecordKind.Counter).Where(l => l.Tag is not (2001 or 2200)))
        {
            writer.WriteRaw(layout.Tag, Encode(layout, sequence + 1));
        }

        writer.EndSample();
        feed.Process(writer.Finish(), sequence * 10_000_000);
    }

    private static byte[] Encode(RecordLayout layout, uint value)
    {
        List<byte> bytes = [];
        foreach (string item in layout.Items.Split(' '))
        {
            string[] parts = item.Split('*');
            int count = parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture);
            for (int i = 0; i < count; i++)
            {
                bytes.AddRange(Item(parts[0], value));
            }
        }

        return [.. bytes];
    }

    private static byte[] Item(string kind, uint value) => kind switch
    {
        "u8" => [.. Word(0), .. Word(value)],
        "f4" => Word(BitConverter.SingleToUInt32Bits(value)),
        "mac" => [0, 0x16, 0x3e, 0, 0, 1, 0, 0],
        "uuid" => [.. Enumerable.Repeat((byte)0x11, 16)],
        "lacp" => [1, 2, 3, 4],
        "str" => [.. Word(28), .. Encoding.ASCII.GetBytes("k8s_web_pod_default_uid-42_0")],
        "u4s" => [.. Word(1), .. Word(value)],
        "lanes" => [.. Word(1), .. Word(1), .. Enumerable.Range(0, 9).SelectMany(_ => Word(value))],
        _ => Word(value),
    };

    private static byte[] Word(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
