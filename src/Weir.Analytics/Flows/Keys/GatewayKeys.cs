using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of extended_gateway: what the router's BGP table says about the packet (sFlow v5, extended_gateway 0:1003).</summary>
/// <remarks>
/// <code>
/// nexthop as(4) src_as(4) src_peer_as(4) dst_as_path&lt;type(4) as&lt;&gt;&gt; communities&lt;&gt; localpref(4)
/// </code>
/// The path's text joins AS numbers by dashes, members of a set in braces; communities are <c>asn:value</c> joined by dashes.
/// AS number 0 means the router's own AS or an unknown one: such a key is undefined. An empty path leads nowhere else: the destination is in
/// the router's own AS.
/// </remarks>
internal static class GatewayKeys
{
    private const uint Gateway = 1003;
    private const int OwnAs = 0; // bytes behind the next hop

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        RecordKeys.AddAddress(list, "bgpnexthop", Gateway, 0, NetworkFamily.V4, "BGP next hop.", KeyStatus.Verified);
        RecordKeys.AddAddress(list, "bgpnexthop6", Gateway, 0, NetworkFamily.V6, "IPv6 BGP next hop.", KeyStatus.Experimental);
        AddNumber(list, "bgpas", OwnAs, "AS of the router.");
        AddNumber(list, "bgpsourceas", 4, "AS the packet's source belongs to.");
        AddNumber(list, "bgpsourcepeeras", 8, "Neighbouring AS towards the source.");
        list.Record("bgpdestinationas", KeyType.Number, Gateway, "AS the packet's destination belongs to: the last of the path, the router's own where the path is empty.", TryGetDestination);
        list.Record("bgpdestinationpeeras", KeyType.Number, Gateway, "Neighbouring AS towards the destination: the first of the path.", TryGetPeer);
        list.Record("bgpdestinationaspath", KeyType.Text, Gateway, "AS path to the destination, joined by dashes.", TryGetPath);
        list.Record("bgpcommunities", KeyType.Text, Gateway, "Communities of the route, as asn:value, joined by dashes.", TryGetCommunities);
        list.Record("bgplocalpref", KeyType.Number, Gateway, "Local preference of the route.", TryGetLocalPreference);
    }

    private static void AddNumber(KeyListBuilder list, string name, int offset, string description) =>
        list.Record(
            name,
            KeyType.Number,
            Gateway,
            description,
            (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) => TryGetNumber(ref sample, record, offset, out value));

    private static bool TryGetNumber(scoped ref SampleContext sample, RecordPosition record, int offset, out KeyValue value)
    {
        XdrReader reader = new(sample.BodyOf(record));
        uint number = 0;
        bool known = reader.TryReadAddress(out _) && reader.TrySkip(offset) && reader.TryReadUInt32(out number) && number != 0;
        value = KeyValue.Number(number);
        return known;
    }

    private static bool TryGetDestination(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        ReadOnlySpan<byte> path = FindPath(ref sample, record, out int start);
        if (start > 0 && path.IsEmpty)
        {
            return TryGetNumber(ref sample, record, OwnAs, out value);
        }

        // The last word of the segments is the last AS number, unless the last segment is empty.
        bool known = LastSegmentLength(path) > 0;
        value = known ? KeyValue.Number(BinaryPrimitives.ReadUInt32BigEndian(path[^4..])) : default;
        return known;
    }

    private static bool TryGetPeer(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        ReadOnlySpan<byte> path = FindPath(ref sample, record, out _);
        bool known = path.Length >= 12 && BinaryPrimitives.ReadUInt32BigEndian(path[4..]) > 0;
        value = known ? KeyValue.Number(BinaryPrimitives.ReadUInt32BigEndian(path[8..])) : default;
        return known;
    }

    private static bool TryGetPath(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        ReadOnlySpan<byte> path = FindPath(ref sample, record, out int start);
        value = KeyValue.InSample(KeyForm.AsPath, record.Offset + start, path.Length);
        return path.Length > 8;
    }

    private static bool TryGetCommunities(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        bool known = TrySkipPath(ref sample, record, out int end);
        XdrReader reader = new(sample.BodyOf(record));
        int count = 0;
        known = known && reader.TrySkip(end) && reader.TryReadCount(4, out count) && count > 0;
        value = KeyValue.InSample(KeyForm.Communities, record.Offset + reader.Position, count * 4);
        return known;
    }

    private static bool TryGetLocalPreference(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        XdrReader reader = new(sample.BodyOf(record));
        uint preference = 0;
        bool known = TrySkipPath(ref sample, record, out int end)
            && reader.TrySkip(end)
            && reader.TryReadCount(4, out int count)
            && reader.TrySkip(count * 4)
            && reader.TryReadUInt32(out preference);
        value = KeyValue.Number(preference);
        return known;
    }

    private static bool TrySkipPath(scoped ref SampleContext sample, RecordPosition record, out int end)
    {
        ReadOnlySpan<byte> path = FindPath(ref sample, record, out int start);
        end = start + path.Length;
        return start > 0;
    }

    /// <summary>The segments of the path; <paramref name="start"/> is 0 when the record is malformed.</summary>
    private static ReadOnlySpan<byte> FindPath(scoped ref SampleContext sample, RecordPosition record, out int start)
    {
        start = 0;
        ReadOnlySpan<byte> body = sample.BodyOf(record);
        XdrReader reader = new(body);
        if (!reader.TryReadAddress(out _) || !reader.TrySkip(12) || !reader.TryReadCount(8, out int segments))
        {
            return default;
        }

        int first = reader.Position;
        for (int i = 0; i < segments; i++)
        {
            if (!reader.TrySkip(4) || !reader.TryReadCount(4, out int count) || !reader.TrySkip(count * 4))
            {
                return default;
            }
        }

        start = first;
        return body[first..reader.Position];
    }

    private static int LastSegmentLength(ReadOnlySpan<byte> path)
    {
        int length = 0;
        while (path.Length >= 8)
        {
            length = (int)BinaryPrimitives.ReadUInt32BigEndian(path[4..]);
            path = path[(8 + (length * 4))..];
        }

        return length;
    }
}
