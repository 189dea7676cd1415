using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.SFlow;

/// <summary>Every structure that Weir knows, by kind and tag (sFlow v5, structure numbers). A new structure is one file and one line here.</summary>
public static class RecordCatalog
{
    /// <summary>Longer than the longest fixed layout, 144 bytes.</summary>
    private const int LongestProbe = 256;

    private const int PlainRouterLength = 16;
    private const int PlainRouterLengthIp6 = 28;

    private static readonly RecordEntry[] FlowEntries =
    [
        RecordEntry.Of<SampledHeader>("sampled_header", RecordKind.Flow),
        RecordEntry.Of<SampledEthernet>("sampled_ethernet", RecordKind.Flow),
        RecordEntry.Of<SampledIp4>("sampled_ipv4", RecordKind.Flow),
        RecordEntry.Of<SampledIp6>("sampled_ipv6", RecordKind.Flow),
        RecordEntry.Of<ExtendedSwitch>("extended_switch", RecordKind.Flow),
        RecordEntry.Of<ExtendedRouter>("extended_router", RecordKind.Flow),
        RecordEntry.Of<ExtendedGateway>("extended_gateway", RecordKind.Flow),
        RecordEntry.Of<ExtendedUser>("extended_user", RecordKind.Flow),
        RecordEntry.Of<ExtendedUrl>("extended_url", RecordKind.Flow),
        RecordEntry.Of<ExtendedMpls>("extended_mpls", RecordKind.Flow),
        RecordEntry.Of<ExtendedNat>("extended_nat", RecordKind.Flow),
        RecordEntry.Of<ExtendedMplsTunnel>("extended_mpls_tunnel", RecordKind.Flow),
        RecordEntry.Of<ExtendedMplsVc>("extended_mpls_vc", RecordKind.Flow),
        RecordEntry.Of<ExtendedMplsFtn>("extended_mpls_FTN", RecordKind.Flow),
        RecordEntry.Of<ExtendedMplsLdpFec>("extended_mpls_LDP_FEC", RecordKind.Flow),
        RecordEntry.Of<ExtendedVlanTunnel>("extended_vlantunnel", RecordKind.Flow),
        RecordEntry.Of<Extended80211Payload>("extended_80211_payload", RecordKind.Flow),
        RecordEntry.Of<Extended80211Rx>("extended_80211_rx", RecordKind.Flow),
        RecordEntry.Of<Extended80211Tx>("extended_80211_tx", RecordKind.Flow),
        RecordEntry.Of<Extended80211Aggregation>("extended_80211_aggregation", RecordKind.Flow),
        RecordEntry.Of<ExtendedOpenFlowV1>("extended_openflow_v1", RecordKind.Flow),
        RecordEntry.Of<ExtendedFc>("extended_fc", RecordKind.Flow),
        RecordEntry.Of<ExtendedQueueLength>("extended_queue_length", RecordKind.Flow),
        RecordEntry.Of<ExtendedNatPort>("extended_nat_port", RecordKind.Flow),
        RecordEntry.Of<ExtendedL2TunnelEgress>("extended_L2_tunnel_egress", RecordKind.Flow),
        RecordEntry.Of<ExtendedL2TunnelIngress>("extended_L2_tunnel_ingress", RecordKind.Flow),
        RecordEntry.Of<ExtendedIp4TunnelEgress>("extended_ipv4_tunnel_egress", RecordKind.Flow),
        RecordEntry.Of<ExtendedIp4TunnelIngress>("extended_ipv4_tunnel_ingress", RecordKind.Flow),
        RecordEntry.Of<ExtendedIp6TunnelEgress>("extended_ipv6_tunnel_egress", RecordKind.Flow),
        RecordEntry.Of<ExtendedIp6TunnelIngress>("extended_ipv6_tunnel_ingress", RecordKind.Flow),
        RecordEntry.Of<ExtendedDecapsulateEgress>("extended_decapsulate_egress", RecordKind.Flow),
        RecordEntry.Of<ExtendedDecapsulateIngress>("extended_decapsulate_ingress", RecordKind.Flow),
        RecordEntry.Of<ExtendedVniEgress>("extended_vni_egress", RecordKind.Flow),
        RecordEntry.Of<ExtendedVniIngress>("extended_vni_ingress", RecordKind.Flow),
        RecordEntry.Of<ExtendedIbLrh>("extended_ib_lrh", RecordKind.Flow),
        RecordEntry.Of<ExtendedIbGrh>("extended_ib_grh", RecordKind.Flow),
        RecordEntry.Of<ExtendedIbBth>("extended_ib_bth", RecordKind.Flow),
        RecordEntry.Of<ExtendedVlanIn>("extended_vlanin", RecordKind.Flow),
        RecordEntry.Of<ExtendedVlanOut>("extended_vlanout", RecordKind.Flow),
        RecordEntry.Of<ExtendedEgressQueue>("extended_egress_queue", RecordKind.Flow),
        RecordEntry.Of<ExtendedAcl>("extended_acl", RecordKind.Flow),
        RecordEntry.Of<ExtendedFunction>("extended_function", RecordKind.Flow),
        RecordEntry.Of<ExtendedTransit>("extended_transit", RecordKind.Flow),
        RecordEntry.Of<ExtendedQueue>("extended_queue", RecordKind.Flow),
        RecordEntry.Of<ExtendedHwTrap>("extended_hw_trap", RecordKind.Flow),
        RecordEntry.Of<ExtendedLinuxDropReason>("extended_linux_drop_reason", RecordKind.Flow),
        RecordEntry.Of<ExtendedTimestamp>("extended_timestamp", RecordKind.Flow),
        RecordEntry.Of<Transaction>("transaction", RecordKind.Flow),
        RecordEntry.Of<ExtendedNfsStorageTransaction>("extended_nfs_storage_transaction", RecordKind.Flow),
        RecordEntry.Of<ExtendedScsiStorageTransaction>("extended_scsi_storage_transaction", RecordKind.Flow),
        RecordEntry.Of<ExtendedHttpTransaction>("extended_http_transaction", RecordKind.Flow),
        RecordEntry.Of<ExtendedSocketIp4>("extended_socket_ipv4", RecordKind.Flow),
        RecordEntry.Of<ExtendedSocketIp6>("extended_socket_ipv6", RecordKind.Flow),
        RecordEntry.Of<ExtendedProxySocketIp4>("extended_proxy_socket_ipv4", RecordKind.Flow),
        RecordEntry.Of<ExtendedProxySocketIp6>("extended_proxy_socket_ipv6", RecordKind.Flow),
        RecordEntry.Of<MemcacheOperation>("memcache_operation", RecordKind.Flow),
        RecordEntry.Of<HttpRequestV1>("http_request", RecordKind.Flow),
        RecordEntry.Of<AppOperation>("app_operation", RecordKind.Flow),
        RecordEntry.Of<AppParentContext>("app_parent_context", RecordKind.Flow),
        RecordEntry.Of<AppInitiator>("app_initiator", RecordKind.Flow),
        RecordEntry.Of<AppTarget>("app_target", RecordKind.Flow),
        RecordEntry.Of<HttpRequest>("http_request", RecordKind.Flow),
        RecordEntry.Of<ExtendedProxyRequest>("extended_proxy_request", RecordKind.Flow),
        RecordEntry.Of<ExtendedNavTiming>("extended_nav_timing", RecordKind.Flow),
        RecordEntry.Of<ExtendedTcpInfo>("extended_tcp_info", RecordKind.Flow),
        RecordEntry.Of<ExtendedEntities>("extended_entities", RecordKind.Flow),
        RecordEntry.Of<ExtendedBstEgressQueue>("extended_bst_egress_queue", RecordKind.Flow),
        RecordEntry.Of<PmacctTagV1>("pmacct_tag", RecordKind.Flow),
        RecordEntry.Of<PmacctClass>("pmacct_class", RecordKind.Flow),
        RecordEntry.Of<PmacctTag>("pmacct_tag", RecordKind.Flow),
        RecordEntry.Of<PmacctClass2>("pmacct_class2", RecordKind.Flow),
    ];

    private static readonly RecordEntry[] CounterEntries =
    [
        RecordEntry.Of<InterfaceCounters>("if_counters", RecordKind.Counter),
        RecordEntry.Of<EthernetCounters>("ethernet_counters", RecordKind.Counter),
        RecordEntry.Of<TokenRingCounters>("tokenring_counters", RecordKind.Counter),
        RecordEntry.Of<VgCounters>("vg_counters", RecordKind.Counter),
        RecordEntry.Of<VlanCounters>("vlan_counters", RecordKind.Counter),
        RecordEntry.Of<Ieee80211Counters>("ieee80211_counters", RecordKind.Counter),
        RecordEntry.Of<LagPortStats>("lag_port_stats", RecordKind.Counter),
        RecordEntry.Of<SlowPathCounts>("slow_path_counts", RecordKind.Counter),
        RecordEntry.Of<IbCounters>("ib_counters", RecordKind.Counter),
        RecordEntry.Of<Sfp>("sfp", RecordKind.Counter),
        RecordEntry.Of<PfcCounters>("pfc_counters", RecordKind.Counter),
        RecordEntry.Of<Processor>("processor", RecordKind.Counter),
        RecordEntry.Of<RadioUtilization>("radio_utilization", RecordKind.Counter),
        RecordEntry.Of<QueueLength>("queue_length", RecordKind.Counter),
        RecordEntry.Of<OfPort>("of_port", RecordKind.Counter),
        RecordEntry.Of<PortName>("port_name", RecordKind.Counter),
        RecordEntry.Of<HostDescr>("host_descr", RecordKind.Counter),
        RecordEntry.Of<HostAdapters>("host_adapters", RecordKind.Counter),
        RecordEntry.Of<HostParent>("host_parent", RecordKind.Counter),
        RecordEntry.Of<HostCpu>("host_cpu", RecordKind.Counter),
        RecordEntry.Of<HostMemory>("host_memory", RecordKind.Counter),
        RecordEntry.Of<HostDiskIo>("host_disk_io", RecordKind.Counter),
        RecordEntry.Of<HostNetIo>("host_net_io", RecordKind.Counter),
        RecordEntry.Of<Mib2IpGroup>("mib2_ip_group", RecordKind.Counter),
        RecordEntry.Of<Mib2IcmpGroup>("mib2_icmp_group", RecordKind.Counter),
        RecordEntry.Of<Mib2TcpGroup>("mib2_tcp_group", RecordKind.Counter),
        RecordEntry.Of<Mib2UdpGroup>("mib2_udp_group", RecordKind.Counter),
        RecordEntry.Of<VirtNode>("virt_node", RecordKind.Counter),
        RecordEntry.Of<VirtCpu>("virt_cpu", RecordKind.Counter),
        RecordEntry.Of<VirtMemory>("virt_memory", RecordKind.Counter),
        RecordEntry.Of<VirtDiskIo>("virt_disk_io", RecordKind.Counter),
        RecordEntry.Of<VirtNetIo>("virt_net_io", RecordKind.Counter),
        RecordEntry.Of<JvmRuntime>("jvm_runtime", RecordKind.Counter),
        RecordEntry.Of<JvmStatistics>("jvm_statistics", RecordKind.Counter),
        RecordEntry.Of<MemcachedCounters>("memcached_counters", RecordKind.Counter),
        RecordEntry.Of<HttpCounters>("http_counters", RecordKind.Counter),
        RecordEntry.Of<AppOperations>("app_operations", RecordKind.Counter),
        RecordEntry.Of<AppResources>("app_resources", RecordKind.Counter),
        RecordEntry.Of<MemcacheCounters>("memcache_counters", RecordKind.Counter),
        RecordEntry.Of<VdiCounters>("vdi_counters", RecordKind.Counter),
        RecordEntry.Of<AppWorkers>("app_workers", RecordKind.Counter),
        RecordEntry.Of<OvsDpStats>("ovs_dp_stats", RecordKind.Counter),
        RecordEntry.Of<EnergyCounters>("energy", RecordKind.Counter),
        RecordEntry.Of<Temperature>("temperature", RecordKind.Counter),
        RecordEntry.Of<Humidity>("humidity", RecordKind.Counter),
        RecordEntry.Of<Fans>("fans", RecordKind.Counter),
        RecordEntry.Of<BstDeviceBuffers>("bst_device_buffers", RecordKind.Counter),
        RecordEntry.Of<BstPortBuffers>("bst_port_buffers", RecordKind.Counter),
        RecordEntry.Of<HwTables>("hw_tables", RecordKind.Counter),
        RecordEntry.Of<NvidiaGpu>("nvidia_gpu", RecordKind.Counter),
    ];

    private static readonly FrozenDictionary<uint, RecordEntry> FlowByTag = FlowEntries.ToFrozenDictionary(entry => entry.Tag);

    private static readonly FrozenDictionary<uint, RecordEntry> CounterByTag = CounterEntries.ToFrozenDictionary(entry => entry.Tag);

    private static readonly int[] PlainFlowLengths = PlainLengths(FlowEntries);

    /// <summary>Flow records, by tag.</summary>
    public static ReadOnlySpan<RecordEntry> FlowRecords => FlowEntries;

    /// <summary>Counter records, by tag.</summary>
    public static ReadOnlySpan<RecordEntry> CounterRecords => CounterEntries;

    /// <summary>Looks up a structure; false when Weir does not know it.</summary>
    public static bool TryFind(RecordKind kind, uint tag, [NotNullWhen(true)] out RecordEntry? entry) =>
        (kind == RecordKind.Flow ? FlowByTag : CounterByTag).TryGetValue(tag, out entry);

    /// <summary>Says at a glance whether a flow record is one of a known fixed layout and long enough; cheaper than looking it up.</summary>
    /// <remarks>Switches send extended_router with every sample, so its one address of variable length is looked at too.</remarks>
    /// <returns>False for what deserves a closer look with <see cref="CheckFlow"/>: unknown, too short, or of variable length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlainFlow(uint tag, ReadOnlySpan<byte> body) =>
        tag < (uint)PlainFlowLengths.Length && (body.Length >= PlainFlowLengths[tag] || (tag == ExtendedRouter.Tag && IsPlainRouter(body)));

    private static bool IsPlainRouter(ReadOnlySpan<byte> body) =>
        body.Length >= PlainRouterLength && XdrField.UInt32(body, 0) is var type && (type == 1 || (type == 2 && body.Length >= PlainRouterLengthIp6));

    /// <summary>Looks closely at a flow record.</summary>
    /// <param name="tag">Its format.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="isKnown">Whether the structure is known.</param>
    /// <returns>What is wrong inside it; always nothing for an unknown structure.</returns>
    public static DecodeError CheckFlow(uint tag, ReadOnlySpan<byte> body, out bool isKnown)
    {
        isKnown = FlowByTag.TryGetValue(tag, out RecordEntry? entry);
        if (entry is null || entry.CanRead(body))
        {
            return DecodeError.None;
        }

        return body.Length < LeastLength(entry) ? DecodeError.RecordTooShort : DecodeError.RecordFieldOutOfBounds;
    }

    /// <summary>Least length of each fixed layout of enterprise 0; all others get one that no body reaches.</summary>
    private static int[] PlainLengths(RecordEntry[] entries)
    {
        int[] lengths = new int[1 << 12];
        Array.Fill(lengths, int.MaxValue);
        byte[] ones = new byte[LongestProbe];
        Array.Fill(ones, byte.MaxValue);
        foreach (RecordEntry entry in entries)
        {
            // A layout that reads whatever the bytes are has no counts or lengths in it. Only the header's length is checked where it is read.
            if (entry.Tag < lengths.Length && (entry.CanRead(ones) || entry.Tag == SampledHeader.Tag))
            {
                lengths[entry.Tag] = LeastLength(entry);
            }
        }

        return lengths;
    }

    private static int LeastLength(RecordEntry entry)
    {
        Span<byte> zeros = stackalloc byte[LongestProbe];
        zeros.Clear();
        int length = 0;
        while (length < LongestProbe && !entry.CanRead(zeros[..length]))
        {
            length += 4;
        }

        return length;
    }
}
