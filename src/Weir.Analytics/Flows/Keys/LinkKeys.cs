using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of the link layer: Ethernet, VLAN, MPLS, PPPoE, ARP.</summary>
internal static class LinkKeys
{
    private const ulong GroupBit = 1UL << 40;
    private const ulong FirstEtherType = 0x0600;
    private const ulong AllOnes = 0xffff_ffff_ffff;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        list.Field("macsource", EthernetFields.Source, "Source MAC address.", fallbacks: new RecordField(RecordField.Ethernet, 4));
        list.Field("macdestination", EthernetFields.Destination, "Destination MAC address.", fallbacks: new RecordField(RecordField.Ethernet, 12));
        list.Add("ethernetprotocol", KeyType.Number, new KeyOrigin(LayerKind.Ethernet, RecordField.Ethernet), "EtherType, behind the VLAN tags.", TryGetEtherType);
        list.Field("vlan", VlanFields.Id, "VLAN identifier of the tag.");
        list.Field("priority", VlanFields.Priority, "Priority code point of the VLAN tag.");
        list.Field("vlanpriority", VlanFields.Priority, "Same as priority.", KeyStatus.Experimental);
        AddDestinationClass(list, "isunicast", "True for a frame to a single station.", mac => (mac & GroupBit) == 0, KeyStatus.Verified);
        AddDestinationClass(list, "isbroadcast", "True for a frame to everybody.", mac => mac == AllOnes, KeyStatus.Verified);
        AddDestinationClass(list, "ismulticast", "True for a frame to a group, broadcast excluded.", mac => (mac & GroupBit) != 0 && mac != AllOnes, KeyStatus.Experimental);

        list.Field("mplslabel", MplsFields.Label, "MPLS label; suffixes count from the outermost.", KeyStatus.Experimental);
        list.Layer("mplslabels", KeyType.Text, LayerKind.Mpls, "All MPLS labels, outermost first, joined by dots.", TryGetLabels, KeyStatus.Experimental);
        list.Field("mplstc", MplsFields.TrafficClass, "MPLS traffic class.", KeyStatus.Experimental);
        list.Field("mplsttl", MplsFields.TimeToLive, "MPLS time to live, in hops.", KeyStatus.Experimental);
        list.Field("pppoesession", PppoeFields.SessionId, "PPPoE session identifier.", KeyStatus.Experimental);

        list.Field("arpoperation", ArpFields.Operation, "ARP operation: 1 request, 2 reply.");
        list.Field("arpipsender", ArpFields.SenderIp, "Sender protocol address.");
        list.Field("arpiptarget", ArpFields.TargetIp, "Target protocol address.");
        list.Field("arpmacsender", ArpFields.SenderMac, "Sender hardware address.", KeyStatus.Experimental);
        list.Field("arpmactarget", ArpFields.TargetMac, "Target hardware address.", KeyStatus.Experimental);
    }

    private static void AddDestinationClass(KeyListBuilder list, string name, string description, Func<ulong, bool> belongs, KeyStatus status)
    {
        FieldKey destination = new(EthernetFields.Destination, [new RecordField(RecordField.Ethernet, 12)]);
        list.Add(
            name,
            KeyType.Boolean,
            new KeyOrigin(LayerKind.Ethernet, RecordField.Ethernet),
            description,
            (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
            {
                bool known = destination.TryGet(ref sample, occurrence, out KeyValue mac);
                value = known ? KeyValue.Boolean(belongs(mac.Low)) : default;
                return known;
            },
            status);
    }

    private static bool TryGetEtherType(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = default;
        int index = sample.Packet.IndexOf(LayerKind.Ethernet, occurrence);
        if (index < 0)
        {
            return occurrence == 0
                && !sample.HasHeader
                && sample.TryFindRecord(RecordField.Ethernet, out RecordPosition record)
                && KeyListBuilder.TryReadWord(ref sample, record, 20, out value);
        }

        PacketField field = EthernetFields.Type;
        while (index + 1 < sample.Packet.Count && sample.Packet[index + 1].Kind is LayerKind.Vlan or LayerKind.Llc)
        {
            index++;
            field = sample.Packet[index].Kind == LayerKind.Vlan ? VlanFields.Type : LlcFields.ProtocolId;
        }

        // A length is no EtherType, and a tag that was not captured leaves it unknown.
        return FieldKey.TryReadField(in field, sample.Header, sample.Packet[index], out value)
            && value.Low >= FirstEtherType
            && value.Low is not (0x8100 or 0x88a8 or 0x9100 or 0x9200 or 0x9300);
    }

    private static bool TryGetLabels(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        value = KeyValue.InSample(KeyForm.Labels, 0, 0);
        return MplsFields.Label.TryRead(sample.Header, sample.Packet[index], out _);
    }
}
