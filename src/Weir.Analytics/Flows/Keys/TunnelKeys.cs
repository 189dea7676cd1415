using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of tunnels, in packets and in what the agent says about them, and of RoCEv2.</summary>
internal static class TunnelKeys
{
    private const uint Ip4Egress = 1023;
    private const uint Ip4Ingress = 1024;
    private const uint Ip6Egress = 1025;
    private const uint Ip6Ingress = 1026;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        list.Field("vni", VxlanFields.Vni, "VXLAN network identifier; the older name of vxlanvni.");
        list.Field("vxlanvni", VxlanFields.Vni, "VXLAN network identifier.");
        list.Field("genevevni", GeneveFields.Vni, "Geneve virtual network identifier.");
        list.Layer("grevsid", KeyType.Number, LayerKind.Gre, "NVGRE virtual subnet identifier: the upper 24 bits of the GRE key (RFC 7637).", TryGetVirtualSubnet);
        list.Field("greprotocol", GreFields.Protocol, "EtherType of what the GRE tunnel carries.", KeyStatus.Experimental);
        list.Layer("grekey", KeyType.Number, LayerKind.Gre, "GRE key.", TryGetGreKey, KeyStatus.Experimental);
        list.Field("gtpteid", GtpFields.Teid, "GTP tunnel endpoint identifier.", KeyStatus.Experimental);
        list.Layer("l2tptunnelid", KeyType.Number, LayerKind.L2tp, "L2TP tunnel identifier.", TryGetL2tpTunnel, KeyStatus.Experimental);
        list.Layer("l2tpsessionid", KeyType.Number, LayerKind.L2tp, "L2TP session identifier.", TryGetL2tpSession, KeyStatus.Experimental);
        list.Field("espspi", EspFields.Spi, "ESP security parameters index.", KeyStatus.Experimental);
        list.Field("erspansession", ErspanFields.SessionId, "ERSPAN mirror session.", KeyStatus.Experimental);
        list.Field("nshpath", NshFields.ServicePath, "NSH service path identifier.", KeyStatus.Experimental);
        AddInfiniBand(list);
        AddTunnelRecords(list);
    }

    private static void AddInfiniBand(KeyListBuilder list)
    {
        list.Layer("ibbt_offset", KeyType.Number, LayerKind.InfiniBand, "Where the base transport header begins in the packet, in bytes.", NetworkKeys.TryGetOffset);
        list.Field("ibbtopcode", InfiniBandFields.Opcode, "InfiniBand operation code, transport included.");
        list.Layer("ibbtopname", KeyType.Text, LayerKind.InfiniBand, "Name of the operation, for example RDMA_WRITE_ONLY.", TryGetOperation);
        list.Layer("ibbtoptransport", KeyType.Text, LayerKind.InfiniBand, "Transport: RC, UC, RD, UD, CNP or XRC.", TryGetTransport);
        list.Field("ibbtdestqp", InfiniBandFields.DestinationQueuePair, "Destination queue pair.");
        list.Field("ibbtdestinationqp", InfiniBandFields.DestinationQueuePair, "Same as ibbtdestqp.");
        list.Field("ibbtack", InfiniBandFields.AckRequest, "True when an acknowledgment is asked for.");
        list.Field("ibbttver", InfiniBandFields.TransportVersion, "Transport header version.");
        list.Field("ibbtse", InfiniBandFields.SolicitedEvent, "True for a solicited event.");
        list.Field("ibbtm", InfiniBandFields.MigrationState, "Migration state.");
        list.Field("ibbtpsn", InfiniBandFields.PacketSequenceNumber, "Packet sequence number.", KeyStatus.Experimental);
        list.Field("ibbtpkey", InfiniBandFields.PartitionKey, "Partition key.", KeyStatus.Experimental);
        list.Field("ibbtrdmalen", InfiniBandRdmaFields.DmaLength, "Bytes the RDMA operation moves.");
        list.Layer("ibbtaethack", KeyType.Number, LayerKind.InfiniBandAck, "Credit count of an acknowledgment: the lower 5 bits of the syndrome.", TryGetCredits);
    }

    private static void AddTunnelRecords(KeyListBuilder list)
    {
        AddTunnelAddress(list, "inputipsource", Ip4Ingress, Ip6Ingress, source: true, "Source address of the tunnel the packet came in by.", KeyStatus.Verified);
        AddTunnelAddress(list, "inputipdestination", Ip4Ingress, Ip6Ingress, source: false, "Destination address of the tunnel the packet came in by.", KeyStatus.Experimental);
        AddTunnelAddress(list, "outputipsource", Ip4Egress, Ip6Egress, source: true, "Source address of the tunnel the packet leaves by.", KeyStatus.Experimental);
        AddTunnelAddress(list, "outputipdestination", Ip4Egress, Ip6Egress, source: false, "Destination address of the tunnel the packet leaves by.", KeyStatus.Experimental);
        list.Word("outputvni", 1029, 0, "Virtual network the packet leaves by.", KeyStatus.Experimental);
        list.Word("inputvni", 1030, 0, "Virtual network the packet came in by.", KeyStatus.Experimental);
        list.Word("inputdecapoffset", 1028, 0, "Where the inner packet begins that ingress decapsulation leaves, in bytes.", KeyStatus.Experimental);
        list.Word("outputdecapoffset", 1027, 0, "Where the inner packet begins that egress decapsulation leaves, in bytes.", KeyStatus.Experimental);
    }

    private static void AddTunnelAddress(KeyListBuilder list, string name, uint tag4, uint tag6, bool source, string description, KeyStatus status) =>
        list.Add(
            name,
            KeyType.Ip4,
            new KeyOrigin(LayerKind.None, tag4, tag6),
            description,
            (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
            {
                if (sample.TryFindRecord(tag4, out RecordPosition record) && record.Length >= 16)
                {
                    value = KeyValue.Address(NetworkAddress.ReadV4(sample.BodyOf(record)[(source ? 8 : 12)..]));
                    return true;
                }

                bool known = sample.TryFindRecord(tag6, out record) && record.Length >= 40;
                value = known ? KeyValue.Address(NetworkAddress.ReadV6(sample.BodyOf(record)[(source ? 8 : 24)..])) : default;
                return known;
            },
            status);

    private static bool TryGetGreKey(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = TunnelIds.TryReadGreKey(sample.Header, sample.Packet[index], out uint key);
        value = KeyValue.Number(key);
        return known;
    }

    private static bool TryGetVirtualSubnet(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = TunnelIds.TryReadGreKey(sample.Header, sample.Packet[index], out uint key);
        value = KeyValue.Number(key >> 8);
        return known;
    }

    private static bool TryGetL2tpTunnel(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = TunnelIds.TryReadL2tp(sample.Header, sample.Packet[index], out ushort tunnel, out _);
        value = KeyValue.Number(tunnel);
        return known;
    }

    private static bool TryGetL2tpSession(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = TunnelIds.TryReadL2tp(sample.Header, sample.Packet[index], out _, out ushort session);
        value = KeyValue.Number(session);
        return known;
    }

    private static bool TryGetOperation(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = InfiniBandFields.Opcode.TryRead(sample.Header, sample.Packet[index], out ulong opcode);
        value = known ? KeyValue.OfText(InfiniBandNames.OperationOf((byte)opcode)) : default;
        return known;
    }

    private static bool TryGetTransport(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = InfiniBandFields.Opcode.TryRead(sample.Header, sample.Packet[index], out ulong opcode);
        value = known ? KeyValue.OfText(InfiniBandNames.TransportOf((byte)opcode)) : default;
        return known;
    }

    /// <summary>Only an acknowledgment (bits 6 and 5 both 0) counts credits; other syndromes hold timers and error codes.</summary>
    private static bool TryGetCredits(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = InfiniBandAckFields.Syndrome.TryRead(sample.Header, sample.Packet[index], out ulong syndrome) && (syndrome & 0x60) == 0;
        value = KeyValue.Number(syndrome & 0x1f);
        return known;
    }
}
