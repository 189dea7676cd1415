using Weir.Wire;

namespace Weir.Analytics.Flows.Keys;

/// <summary>Keys of the extended flow records: switch, router, queues, TCP, users, NAT, ACL, drop details (sFlow v5, extended flow data).</summary>
internal static class RecordKeys
{
    private const uint Switch = 1001;
    private const uint Router = 1002;
    private const uint User = 1004;
    private const uint Url = 1005;
    private const uint Nat = 1007;
    private const uint NatPort = 1020;
    private const uint EgressQueue = 1036;
    private const uint Acl = 1037;
    private const uint Function = 1038;
    private const uint Transit = 1039;
    private const uint QueueDepth = 1040;
    private const uint HardwareTrap = 1041;
    private const uint LinuxReason = 1042;
    private const uint TcpInfo = 2209;

    /// <summary>Adds the keys.</summary>
    public static void AddTo(KeyListBuilder list)
    {
        list.Word("vlansource", Switch, 0, "VLAN of the incoming frame.");
        list.Word("prioritysource", Switch, 4, "802.1p priority of the incoming frame.");
        list.Word("vlandestination", Switch, 8, "VLAN of the outgoing frame.");
        list.Word("prioritydestination", Switch, 12, "802.1p priority of the outgoing frame.");
        AddRouter(list);
        AddQueues(list);
        AddTcp(list);
        AddTexts(list);
        AddAddresses(list);
    }

    private static void AddRouter(KeyListBuilder list)
    {
        AddAddress(list, "ipnexthoprouter", Router, 0, NetworkFamily.V4, "Next hop router.", KeyStatus.Verified);
        AddAddress(list, "ip6nexthoprouter", Router, 0, NetworkFamily.V6, "IPv6 next hop router.", KeyStatus.Experimental);
        AddBehindAddress(list, "ipsourcemaskbits", 0, "Prefix length of the source's route, in bits.");
        AddBehindAddress(list, "ipdestinationmaskbits", 4, "Prefix length of the destination's route, in bits.");
    }

    private static void AddQueues(KeyListBuilder list)
    {
        list.Word("queueindex", EgressQueue, 0, "Egress queue the packet was put into.");
        list.Word("queuedepth", QueueDepth, 0, "Depth of the queue, in bytes.");
        list.Record("transitdelay", KeyType.Number, Transit, "Time in the device, in nanoseconds; 4294967295 for longer.", TryGetTransit);
    }

    private static void AddTcp(KeyListBuilder list)
    {
        list.Record("tcpdirection", KeyType.Text, TcpInfo, "received or sent, as seen by the host.", TryGetTcpDirection, KeyStatus.Experimental);
        list.Word("tcpunacked", TcpInfo, 12, "Packets in flight.");
        list.Word("tcplost", TcpInfo, 16, "Lost packets.", KeyStatus.Experimental);
        list.Word("tcpretrans", TcpInfo, 20, "Retransmitted packets.", KeyStatus.Experimental);
        list.Word("tcppmtu", TcpInfo, 24, "Path MTU, in bytes.", KeyStatus.Experimental);
        list.Word("tcprtt", TcpInfo, 28, "Smoothed round trip time, in microseconds.");
        list.Word("tcprttsdev", TcpInfo, 32, "Variation of the round trip time, in microseconds.");
        list.Word("tcpcwnd", TcpInfo, 36, "Congestion window, in packets.", KeyStatus.Experimental);
        list.Record("tcprttwait", KeyType.Number, TcpInfo, "Smoothed less minimum round trip time: time spent waiting, in microseconds.", TryGetRttWait);
        list.Word("tcpminrtt", TcpInfo, 44, "Minimum round trip time, in microseconds.", KeyStatus.Experimental);
    }

    private static void AddTexts(KeyListBuilder list)
    {
        AddText(list, "usersource", User, [4], "User the packet came from.");
        AddText(list, "userdestination", User, [4, -1, 4], "User the packet goes to.");
        AddText(list, "url", Url, [4], "URL of the connection.");
        AddText(list, "urlhost", Url, [4, -1], "Host of the URL.");
        AddText(list, "function", Function, [], "Kernel function that dropped the packet.");
        AddText(list, "hwtrapgroup", HardwareTrap, [], "Group of the hardware trap that reported the drop.");
        AddText(list, "hwtrap", HardwareTrap, [-1], "Hardware trap that reported the drop.");
        AddText(list, "linuxreason", LinuxReason, [], "The kernel's own drop reason.");
        AddText(list, "aclname", Acl, [4], "Name of the access list the packet met.");
        list.Word("aclnumber", Acl, 0, "Number of the access list the packet met.", KeyStatus.Experimental);
    }

    private static void AddAddresses(KeyListBuilder list)
    {
        list.Record("natipsource", KeyType.Ip4, Nat, "Source address before or after translation.", TryGetNatSource, KeyStatus.Experimental);
        list.Record("natipdestination", KeyType.Ip4, Nat, "Destination address before or after translation.", TryGetNatDestination, KeyStatus.Experimental);
        list.Word("natsourceport", NatPort, 0, "Source port before or after translation.", KeyStatus.Experimental);
        list.Word("natdestinationport", NatPort, 4, "Destination port before or after translation.", KeyStatus.Experimental);
    }

    /// <summary>Adds a key for an address union of one family.</summary>
    internal static void AddAddress(KeyListBuilder list, string name, uint tag, int offset, NetworkFamily family, string description, KeyStatus status) =>
        list.Record(
            name,
            family == NetworkFamily.V6 ? KeyType.Ip6 : KeyType.Ip4,
            tag,
            description,
            (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) =>
            {
                XdrReader reader = new(sample.BodyOf(record));
                NetworkAddress address = default;
                bool known = reader.TrySkip(offset) && reader.TryReadAddress(out address) && address.Family == family;
                value = known ? KeyValue.Address(address) : default;
                return known;
            },
            status);

    /// <summary>Adds a key for a number behind the next hop of extended_router.</summary>
    private static void AddBehindAddress(KeyListBuilder list, string name, int offset, string description) =>
        list.Record(
            name,
            KeyType.Number,
            Router,
            description,
            (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) =>
            {
                XdrReader reader = new(sample.BodyOf(record));
                uint bits = 0;
                bool known = reader.TryReadAddress(out _) && reader.TrySkip(offset) && reader.TryReadUInt32(out bits);
                value = KeyValue.Number(bits);
                return known;
            });

    /// <summary>Adds a key for a string; what comes before it is skipped: so many bytes, or a string for -1.</summary>
    private static void AddText(KeyListBuilder list, string name, uint tag, int[] before, string description) =>
        list.Record(
            name,
            KeyType.Text,
            tag,
            description,
            (scoped ref SampleContext sample, RecordPosition record, out KeyValue value) => RecordText.TryRead(ref sample, record, before, out value),
            KeyStatus.Experimental);

    private static bool TryGetTransit(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        bool known = KeyListBuilder.TryReadRawWord(ref sample, record, 0, out uint delay);
        value = KeyValue.Number(delay);
        return known;
    }

    private static bool TryGetTcpDirection(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        bool known = KeyListBuilder.TryReadRawWord(ref sample, record, 0, out uint direction) && direction is 1 or 2;
        value = known ? KeyValue.OfText(direction == 1 ? "received" : "sent") : default;
        return known;
    }

    private static bool TryGetRttWait(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        value = default;
        if (!KeyListBuilder.TryReadRawWord(ref sample, record, 28, out uint rtt)
            || !KeyListBuilder.TryReadRawWord(ref sample, record, 44, out uint minimum)
            || rtt == uint.MaxValue
            || minimum == uint.MaxValue)
        {
            return false;
        }

        value = KeyValue.Number(rtt > minimum ? rtt - minimum : 0);
        return true;
    }

    private static bool TryGetNatSource(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        XdrReader reader = new(sample.BodyOf(record));
        bool known = reader.TryReadAddress(out NetworkAddress address) && address.Family != NetworkFamily.Unknown;
        value = known ? KeyValue.Address(address) : default;
        return known;
    }

    private static bool TryGetNatDestination(scoped ref SampleContext sample, RecordPosition record, out KeyValue value)
    {
        XdrReader reader = new(sample.BodyOf(record));
        NetworkAddress address = default;
        bool known = reader.TryReadAddress(out _) && reader.TryReadAddress(out address) && address.Family != NetworkFamily.Unknown;
        value = known ? KeyValue.Address(address) : default;
        return known;
    }
}
