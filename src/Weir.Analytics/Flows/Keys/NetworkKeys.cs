using Weir.Wire.Packets;
using Weir.Wire.Packets.Fields;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of IPv4 and IPv6.</summary>
internal static class NetworkKeys
{
    private const int HeaderLengthIp6 = 40;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        AddIp4(list);
        AddIp6(list);
    }

    private static void AddIp4(KeyListBuilder list)
    {
        list.Field("ipsource", Ip4Fields.Source, "IPv4 source address.", fallbacks: new RecordField(RecordField.Ip4, 8));
        list.Field("ipdestination", Ip4Fields.Destination, "IPv4 destination address.", fallbacks: new RecordField(RecordField.Ip4, 12));
        list.Field("ipprotocol", Ip4Fields.Protocol, "IPv4 protocol number.", fallbacks: new RecordField(RecordField.Ip4, 4));
        list.Field("iptos", Ip4Fields.Tos, "IPv4 type of service byte.", fallbacks: new RecordField(RecordField.Ip4, 28));
        AddDifferentiatedServices(list, "ip", Ip4Fields.Tos, RecordField.Ip4, 28);
        list.Field("ipflags", Ip4Fields.Flags, "Reserved, do not fragment and more fragments, as 3 binary digits.");
        list.Field("ipfragoffset", Ip4Fields.FragmentOffset, "IPv4 fragment offset, in units of 8 bytes.");
        list.Field("ipbytes", Ip4Fields.TotalLength, "IPv4 total length, in bytes.", fallbacks: new RecordField(RecordField.Ip4, 0));
        list.Field("ipttl", Ip4Fields.TimeToLive, "IPv4 time to live, in hops.", KeyStatus.Experimental);
        list.Field("ipid", Ip4Fields.Id, "IPv4 identification.", KeyStatus.Experimental);
        list.Layer("ip_offset", KeyType.Number, LayerKind.Ip4, "Where the IPv4 header begins in the packet, in bytes.", TryGetOffset);
    }

    private static void AddIp6(KeyListBuilder list)
    {
        list.Field("ip6source", Ip6Fields.Source, "IPv6 source address.", fallbacks: new RecordField(RecordField.Ip6, 8));
        list.Field("ip6destination", Ip6Fields.Destination, "IPv6 destination address.", fallbacks: new RecordField(RecordField.Ip6, 24));
        list.Add("ip6nexthdr", KeyType.Number, new KeyOrigin(LayerKind.Ip6, RecordField.Ip6), "Upper protocol number, behind the IPv6 extension headers.", TryGetUpperProtocol);
        list.Field("ip6tos", Ip6Fields.TrafficClass, "IPv6 traffic class byte.", fallbacks: new RecordField(RecordField.Ip6, 52));
        AddDifferentiatedServices(list, "ip6", Ip6Fields.TrafficClass, RecordField.Ip6, 52);
        list.Add("ip6bytes", KeyType.Number, new KeyOrigin(LayerKind.Ip6, RecordField.Ip6), "IPv6 packet length, header included, in bytes.", TryGetIp6Bytes);
        list.Field("ip6flowlabel", Ip6Fields.FlowLabel, "IPv6 flow label.");
        list.Layer("ip6fragm", KeyType.Text, LayerKind.Ip6, "yes or no: the more fragments flag; undefined in packets that are no fragments.", TryGetMoreFragments);
        list.Layer("ip6fragoffset", KeyType.Number, LayerKind.Ip6, "IPv6 fragment offset, in units of 8 bytes.", TryGetFragmentOffset);
        list.Field("ip6ttl", Ip6Fields.HopLimit, "IPv6 hop limit.", KeyStatus.Experimental);
        list.Layer("ip6_offset", KeyType.Number, LayerKind.Ip6, "Where the IPv6 header begins in the packet, in bytes.", TryGetOffset, KeyStatus.Experimental);
    }

    /// <summary>Where a header begins in the packet: bytes the agent stripped from the front are not counted, they are unknown.</summary>
    public static bool TryGetOffset(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        value = KeyValue.Number(sample.Packet[index].Offset);
        return true;
    }

    private static void AddDifferentiatedServices(KeyListBuilder list, string prefix, PacketField tos, uint tag, int offset)
    {
        FieldKey source = new(tos, [new RecordField(tag, offset)]);
        KeyOrigin origin = new(tos.Kind, tag);
        list.Add($"{prefix}dscp", KeyType.Number, origin, "Differentiated services code point.", From(source, byteValue => KeyValue.Number((byteValue >> 2) & 63)));
        list.Add($"{prefix}dscpname", KeyType.Text, origin, "Name of the code point, for example ef; its number when it has none.", From(source, byteValue => KeyValue.OfText(DscpNames.Of(byteValue >> 2))));
        list.Add($"{prefix}ecn", KeyType.Bits, origin, "Congestion notification, as 2 binary digits.", From(source, byteValue => KeyValue.Bits(byteValue & 3, 2)));
    }

    private static KeyEvaluator From(FieldKey source, Func<ulong, KeyValue> convert) =>
        (scoped ref SampleContext sample, int occurrence, out KeyValue value) =>
        {
            bool known = source.TryGet(ref sample, occurrence, out KeyValue whole);
            value = known ? convert(whole.Low) : default;
            return known;
        };

    private static bool TryGetUpperProtocol(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = default;
        int index = sample.Packet.IndexOf(LayerKind.Ip6, occurrence);
        if (index < 0)
        {
            return occurrence == 0
                && !sample.HasHeader
                && sample.TryFindRecord(RecordField.Ip6, out RecordPosition record)
                && KeyListBuilder.TryReadWord(ref sample, record, 4, out value);
        }

        PacketField field = Ip6Fields.NextHeader;
        while (index + 1 < sample.Packet.Count && IsExtension(sample.Packet[index + 1].Kind))
        {
            // The first byte of every extension header says what follows (RFC 8200 section 4).
            index++;
            field = Ip6ExtensionFields.NextHeader;
        }

        // An extension header that was not captured leaves the upper protocol unknown.
        return FieldKey.TryReadField(in field, sample.Header, sample.Packet[index], out value)
            && value.Low is not (0 or 43 or 44 or 51 or 60 or 135 or 139 or 140);
    }

    private static bool TryGetIp6Bytes(scoped ref SampleContext sample, int occurrence, out KeyValue value)
    {
        value = default;
        if (sample.Packet.TryFind(LayerKind.Ip6, occurrence, out Layer layer))
        {
            bool known = Ip6Fields.PayloadLength.TryRead(sample.Header, layer, out ulong length) && length != 0;
            value = known ? KeyValue.Number(length + HeaderLengthIp6) : default;
            return known;
        }

        return occurrence == 0
            && !sample.HasHeader
            && sample.TryFindRecord(RecordField.Ip6, out RecordPosition record)
            && KeyListBuilder.TryReadWord(ref sample, record, 0, out value);
    }

    private static bool TryGetMoreFragments(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = TryReadFragment(ref sample, index, in Ip6FragmentFields.MoreFragments, out ulong more);
        value = known ? KeyValue.OfText(more != 0 ? "yes" : "no") : default;
        return known;
    }

    private static bool TryGetFragmentOffset(scoped ref SampleContext sample, int index, out KeyValue value)
    {
        bool known = TryReadFragment(ref sample, index, in Ip6FragmentFields.Offset, out ulong offset);
        value = known ? KeyValue.Number(offset) : default;
        return known;
    }

    /// <summary>Reads from the fragment header that belongs to one IPv6 header, not from that of another.</summary>
    private static bool TryReadFragment(scoped ref SampleContext sample, int index, in PacketField field, out ulong value)
    {
        value = 0;
        for (int i = index + 1; i < sample.Packet.Count && IsExtension(sample.Packet[i].Kind); i++)
        {
            if (sample.Packet[i].Kind == LayerKind.Ip6Fragment)
            {
                return field.TryRead(sample.Header, sample.Packet[i], out value);
            }
        }

        return false;
    }

    private static bool IsExtension(LayerKind kind) =>
        kind is LayerKind.Ip6Extension or LayerKind.Ip6Fragment or LayerKind.SegmentRouting or LayerKind.Ah;
}
