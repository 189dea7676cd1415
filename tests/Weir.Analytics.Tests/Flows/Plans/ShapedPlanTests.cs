using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Plans.Shapes;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Tests.Flows.Keys;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Plans;

/// <summary>A tree compiled for a packet's layout must do what the tree as it was written does, on every packet of that layout.</summary>
public sealed class ShapedPlanTests
{
    private static readonly FlowDefinition[] Definitions =
    [
        new() { Keys = "ipsource,ipdestination,ipprotocol,or:tcpsourceport:udpsourceport,or:tcpdestinationport:udpdestinationport", Value = "bytes" },
        new() { Keys = "ip6source,ip6destination,ip6nexthdr", Value = "frames", Values = ["count:ip6source", "avg:ip6bytes"] },
        new() { Keys = "stack,macsource,null:vlan,vlan.1", Value = "frames" },
        new() { Keys = "first:stack:.:ip:ip6,mask:ipsource:20,bits:iptos:252", Value = "ipbytes", Filter = "first:stack:.:ip:ip6=ip" },
        new() { Keys = "ipdestination,group:ipdestination:g,tcpflags", Value = "frames", Filter = "ipprotocol=6&tcpflags~....1..1.&group:ipsource:g!=inside" },
        new() { Keys = "ipdestination", Value = "frames", Filter = "(ipflags=001|range:ipfragoffset:1=true)&ipprotocol!=1,2,3" },
        new() { Keys = "ip6destination", Value = "frames", Filter = "(ip6fragm=yes|range:ip6fragoffset:1=true)|udpsourceport=53,123" },
        new() { Keys = "icmptype,icmpcode,if:ipprotocol:1:ipsource:ipdestination", Value = "rate:icmpcode" },
        new() { Keys = "range:ipttl:10:100,eq:ipsource:ipdestination,ethernetprotocol", Value = "count:ipsource", Filter = "ipttl~6.|ipttl=null" },
        new() { Keys = "ipsource.1,vni,concat:-:ipsource:ipsource.1", Value = "bytes" },
        new() { Keys = "", Value = "frames", Filter = "isunicast=true&macdestination!=null" },
        new() { Keys = "tcpseqno,dnsqname,grekey,mplslabel", Value = "frames" },
        new() { Keys = "inputifindex,null:tcpflags:none", Value = "udpbytes", Values = ["max:ipttl", "last:ipid"] },
        new() { Keys = "group:ipsource:part,stack,group:ipdestination:g,ipprotocol", Value = "frames", Values = ["count:group:ipsource:part"] },
        new() { Keys = "or:[group:ipsource:part]:ipdestination,null:[group:ipsource:part]:17", Value = "frames", Filter = "group:ipdestination:g=inside" },
        new() { Keys = "if:ipprotocol:6:[group:ipsource:part]:ipttl,group:ip6source:part,map:ipttl:m", Value = "bytes" },
        new() { Keys = "vlansource,inputifindex,stack,outputifindex,ipsource", Value = "frames", Values = ["max:vlandestination"] },
        new() { Keys = "or:vlansource:ipsource,null:vlandestination:none,if:ipprotocol:17:inputifindex:stack", Value = "rate:vlandestination" },
    ];

    private static IEnumerable<byte[]> Packets =>
    [
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1").Udp(1000, 53).Payload(30).Build(),
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1").Tcp(1000, 80, 0x12).Payload(30).Build(),
        new PacketBuilder().Ethernet().Vlan(7).Ip4("192.0.2.1", "198.51.100.1").Udp(123, 4000).Payload(30).Build(),
        new PacketBuilder().Ethernet().Ip6("2001:db8::1", "2001:db8::2").Tcp(1000, 443, 0x10).Payload(30).Build(),
        new PacketBuilder().Ethernet().Ip6("2001:db8::1", "2001:db8::2").Udp(53, 443).Payload(30).Build(),
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1").Icmp4(8, 0).Payload(30).Build(),
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1", fragment: 0x2000).Udp(1000, 53).Payload(30).Build(),
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1", protocol: 17, fragment: 0x0010).Payload(40).Build(),
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1").Udp(1000, 53).DnsQuery("example.net").Build(),
        new PacketBuilder().Ethernet().Mpls(17).Ip4("192.0.2.1", "198.51.100.1").Gre(5).Ip4("10.0.0.1", "10.0.0.2").Tcp(1, 2).Build(),
        new PacketBuilder().Ethernet().Ip6("2001:db8::1", "2001:db8::2").Ip6Fragment(8, true, 1, 17).Payload(40).Build(),
        new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1").Udp(5000, 4789).Vxlan(99).Ethernet().Ip4("10.0.0.1", "10.0.0.2").Tcp(1, 2, 0x02).Payload(30).Build(),
    ];

    [Fact]
    public void TryEvaluate_EveryLayoutAndLength_AsTheTreeItWasMadeOf()
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, NullLogger.Instance);
        engine.SetGroups("g", new Dictionary<string, IReadOnlyList<string>> { ["inside"] = ["198.51.100.0/24"], ["all"] = ["0.0.0.0/0"] });
        engine.SetGroups("part", new Dictionary<string, IReadOnlyList<string>> { ["few"] = ["192.0.2.0/26", "2001:db8::/32"] });
        engine.SetMap("m", new Dictionary<string, IReadOnlyList<string>> { ["hops"] = ["64"] });
        PlanContext context = new(engine);
        PlanSet plans = PlanSet.Compile([.. Definitions.Select((definition, i) => PlanSet.Check($"f{i}", definition, context))], [], context);
        Evaluator evaluator = new(plans.KeyNodes, plans.TestNodes, plans.Memos, new TextPool()) { GroupSets = engine.GroupSets.Snapshot };
        Random random = new(11);
        int compared = 0;
        foreach (byte[] packet in Packets)
        {
            for (int length = packet.Length; length >= 0; length -= 3)
            {
                compared += CompareLayout(plans, evaluator, packet[..length], random);
            }
        }

        Assert.True(compared > 3_000, $"only {compared} packets were compared");
    }

    /// <summary>Ports that are numbers or have names, a record that is there, is not there, or says that it does not know.</summary>
    [Theory]
    [MemberData(nameof(PortsAndVlans))]
    public void TryEvaluate_PortsAndRecords_AsTheTreeItWasMadeOf(uint inputFormat, uint input, uint outputFormat, uint output, uint? vlan)
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, NullLogger.Instance);
        PlanContext context = new(engine);
        PlanSet plans = PlanSet.Compile([.. Definitions.Select((definition, i) => PlanSet.Check($"f{i}", definition, context))], [], context);
        Evaluator evaluator = new(plans.KeyNodes, plans.TestNodes, plans.Memos, new TextPool());
        foreach (byte[] packet in Packets)
        {
            SampleBuilder builder = new SampleBuilder().Header(packet);
            byte[] body = (vlan is { } number ? builder.Words(1001, number, 3, number + 1, 0) : builder).Build(inputFormat, input, outputFormat, output);
            SampleContext sample = default;
            Assert.True(sample.TryLoad(new Sample(SampleType.ExpandedFlow, body), default));
            ShapedBranch tree = ShapedBranch.Build(plans.Samples, new PacketShape(in sample.Packet, evaluator));
            Assert.Equal(Written(plans.Samples, evaluator, ref sample), Compiled(tree, evaluator, ref sample));
        }
    }

    public static TheoryData<uint, uint, uint, uint, uint?> PortsAndVlans => new()
    {
        { 0, 5, 0, 9, 100 },
        { 0, 5, 0, 9, null },
        { 0, 5, 0, 9, uint.MaxValue },
        { 0, 5, 0, 9, uint.MaxValue - 1 },
        { 0, 0, 0, 0x3fffffff, 100 },
        { 0, 5, 1, 258, 100 },
        { 0, 5, 2, 3, 100 },
        { 2, 3, 0, 9, null },
    };

    /// <summary>Compiles the tree for one packet and walks it for others that differ in their contents only.</summary>
    private static int CompareLayout(PlanSet plans, Evaluator evaluator, byte[] packet, Random random)
    {
        SampleContext sample = default;
        sample.LoadPacket(packet, HeaderProtocol.Ethernet, (uint)packet.Length);
        if (sample.Packet.Count == 0)
        {
            return 0;
        }

        ulong shape = sample.Packet.Shape;
        ShapedBranch tree = ShapedBranch.Build(plans.Samples, new PacketShape(in sample.Packet, evaluator));
        int compared = 0;
        for (int i = 0; i < 40 && packet.Length >= tree.NeededBytes(); i++)
        {
            byte[] other = [.. packet];
            other[random.Next(other.Length)] = (byte)random.Next(256);
            other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
            sample.LoadPacket(i == 0 ? packet : other, HeaderProtocol.Ethernet, 100);
            if (sample.Packet.Shape == shape)
            {
                Assert.Equal(Written(plans.Samples, evaluator, ref sample), Compiled(tree, evaluator, ref sample));
                compared++;
            }
        }

        return compared;
    }

    private static List<string> Written(PlanBranch tree, Evaluator evaluator, ref SampleContext sample)
    {
        evaluator.NextSample();
        List<string> results = [];
        Walk(tree, evaluator, ref sample, results);
        results.Sort(StringComparer.Ordinal);
        return results;
    }

    private static List<string> Compiled(ShapedBranch tree, Evaluator evaluator, ref SampleContext sample)
    {
        evaluator.NextSample();
        List<string> results = [];
        Walk(tree, evaluator, ref sample, results);
        results.Sort(StringComparer.Ordinal);
        return results;
    }

    private static void Walk(PlanBranch branch, Evaluator evaluator, ref SampleContext sample, List<string> results)
    {
        if (branch.Condition is { } condition && !evaluator.Test(condition, ref sample))
        {
            return;
        }

        foreach (FlowPlan plan in branch.Plans)
        {
            SampleScratch scratch = new();
            bool counts = plan.TryEvaluate(evaluator, ref sample, scratch, out int words);
            results.Add(Describe(plan, counts, scratch, words));
        }

        foreach (PlanBranch next in branch.Branches)
        {
            Walk(next, evaluator, ref sample, results);
        }
    }

    private static void Walk(ShapedBranch branch, Evaluator evaluator, ref SampleContext sample, List<string> results)
    {
        if (!(branch.Test.Decided ?? branch.Test.Holds(evaluator, ref sample)))
        {
            return;
        }

        foreach (ShapedPlan plan in branch.Plans)
        {
            SampleScratch scratch = new();
            int words = 0;
            bool counts = !plan.IsNever && plan.TryEvaluate(evaluator, ref sample, scratch, out words);
            results.Add(Describe(plan.Plan, counts, scratch, words));
        }

        foreach (ShapedBranch next in branch.Branches)
        {
            Walk(next, evaluator, ref sample, results);
        }
    }

    private static string Describe(FlowPlan plan, bool counts, SampleScratch scratch, int words) => !counts
        ? $"{plan.Syntax.Name} matched"
        : $"{plan.Syntax.Name} {plan.FormatKey(scratch.Words, scratch.Texts)} [{string.Join(' ', scratch.Words[..words].ToArray())}] {scratch.Value} "
            + $"{string.Join(' ', scratch.Numbers.Take(plan.Columns.Length))} {string.Join(' ', scratch.Hashes.Take(plan.Columns.Length))}";
}
