using Weir.Bgp.Communities;
using Weir.Bgp.FlowSpec;

namespace Weir.Bgp.Tests.FlowSpec;

public sealed class FlowSpecCompilerTests
{
    [Theory]
    [InlineData("traffic-rate", "0", "8006000000000000")]
    [InlineData("traffic-rate", "12500", "8006000046435000")]
    [InlineData("traffic-rate-packets", "1000", "800C0000447A0000")]
    [InlineData("traffic-marking", "le", "8009000000000001")]
    [InlineData("traffic-marking", "46", "800900000000002E")]
    [InlineData("traffic-action", "sample,terminal", "8007000000000003")]
    [InlineData("redirect-as", "65000:666", "8008FDE80000029A")]
    [InlineData("redirect-as4", "4200000000:666", "8208FA56EA00029A")]
    [InlineData("redirect-ip", "192.0.2.1:666", "8108C0000201029A")]
    [InlineData("redirect-nexthop", "192.0.2.1", "0800000000000000")]
    [InlineData("redirect-action-ip", "192.0.2.1", "010CC00002010000")]
    [InlineData("communities", "128:6:0", "8006000000000000")]
    [InlineData("communities", "target:65000:1", "0002FDE800000001")]
    public void TryCompile_Action_GivesTheExtendedCommunity(string action, string value, string expected)
    {
        FlowSpecRoute route = Compile([("destination", "10.0.0.1"), ("version", "4"), ("protocol", "=17")], [(action, value)]);
        ExtendedCommunity community = Assert.Single(route.Attributes.ExtendedCommunities);
        Assert.Equal(expected, community.Value.ToString("X16", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(action == "redirect-nexthop" ? "192.0.2.1" : null, route.Attributes.NextHop?.ToString());
    }

    [Fact]
    public void TryCompile_Ipv6Redirects_GiveIpv6Communities()
    {
        (string, string)[] match = [("destination", "2001:db8::1"), ("version", "6")];
        Assert.Equal("0:12:[2001:db8::9]:0", Assert.Single(Compile(match, [("redirect-action-ip", "2001:db8::9")]).Attributes.Ipv6ExtendedCommunities).ToString());
        Assert.Equal("0:13:[2001:db8::9]:7", Assert.Single(Compile(match, [("redirect-ip", "[2001:db8::9]:7")]).Attributes.Ipv6ExtendedCommunities).ToString());
        Assert.Equal("100::1", Compile(match, [("redirect-nexthop", "100::1")]).Attributes.NextHop!.ToString());
    }

    [Theory]
    [InlineData("ip_flood", "4", "protocol", "=47", "", "", "0120CB007101 03812F")]
    [InlineData("ip_fragmentation", "4", "protocol", "=17", "fragment", "=I", "0120CB007101 038111 0C8102")]
    [InlineData("icmp_flood", "4", "protocol", "=1", "icmp-type", "=8", "0120CB007101 038101 078108")]
    [InlineData("udp_flood", "4", "protocol", "=17", "destination-port", "=443", "0120CB007101 038111 059101BB")]
    [InlineData("udp_amplification", "4", "protocol", "=17", "source-port", "=53", "0120CB007101 038111 068135")]
    [InlineData("tcp_flood", "4", "protocol", "=6", "destination-port", "=80", "0120CB007101 038106 058150")]
    public void TryCompile_AttackOfDdosProtect_GivesTheExpectedOctets(string attack, string version, string k1, string v1, string k2, string v2, string body)
    {
        List<(string, string)> match = [("destination", "203.0.113.1"), ("version", version), (k1, v1)];
        if (k2.Length > 0)
        {
            match.Add((k2, v2));
        }

        byte[] expected = Bytes.Of(body);
        FlowSpecRoute route = Compile([.. match], [("traffic-rate", "0")]);
        Assert.True(Bytes.Text([(byte)expected.Length, .. expected]) == Bytes.Text(route.Nlri.Bytes), attack);
    }

    [Fact]
    public void TryCompile_TcpAmplification_OrdersComponentsByType()
    {
        FlowSpecRoute route = Compile([("destination", "203.0.113.1"), ("version", "4"), ("protocol", "=6"), ("tcp-flags", "=SA"), ("source-port", "=80")], [("traffic-rate", "0")]);
        Assert.Equal(Bytes.Text(Bytes.Of("0F 0120CB007101 038106 068150 098112")), Bytes.Text(route.Nlri.Bytes));
    }

    [Theory]
    [InlineData("destination", "10.0.0.1/33", "match.destination: '10.0.0.1/33' is not an address or prefix")]
    [InlineData("protocol", "=256", "match.protocol: '256' is not a number from 0 to 255; write for example '=17', '>=1024&<=65535' or '=53,=123'")]
    [InlineData("tcp-flags", "=SX", "match.tcp-flags: 'SX' is neither flag letters of 'FSRPAUECN' nor a number up to 4095")]
    [InlineData("ttl", "=1", "match.ttl: is not a component of a flow specification")]
    [InlineData("version", "5", "match.version: '5' is neither 4 nor 6")]
    [InlineData("version", "6", "match.source: 192.0.2.0/24 is not IPv6 as the rule is")]
    [InlineData("flow-label", "=1", "match.flow-label: exists in IPv6 only")]
    [InlineData("destination-port", "=90-80", "match.destination-port: range '90-80' ends before it starts")]
    public void TryCompile_BadMatch_ExplainsWhatIsWrong(string key, string value, string expected)
    {
        Dictionary<string, string> match = new() { ["source"] = "192.0.2.0/24", [key] = value };
        Assert.False(FlowSpecCompiler.TryCompile(match, new Dictionary<string, string> { ["traffic-rate"] = "0" }, out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems));
        Assert.Null(route);
        Assert.Contains(expected, problems.Where(static p => p.IsError).Select(static p => p.ToString()));
    }

    [Theory]
    [InlineData("traffic-rate", "-1")]
    [InlineData("traffic-rate", "NaN")]
    [InlineData("traffic-marking", "64")]
    [InlineData("redirect-as", "70000:1")]
    [InlineData("redirect-as4", "70000:70000")]
    [InlineData("redirect-ip", "192.0.2:1")]
    [InlineData("redirect-nexthop", "2001:db8::1")]
    [InlineData("communities", "1:2:3:4")]
    [InlineData("drop", "yes")]
    public void TryCompile_BadAction_IsRefusedWithItsPath(string key, string value)
    {
        Dictionary<string, string> match = new() { ["destination"] = "192.0.2.0/24" };
        Assert.False(FlowSpecCompiler.TryCompile(match, new Dictionary<string, string> { [key] = value }, out _, out IReadOnlyList<FlowSpecProblem> problems));
        Assert.Equal($"then.{key}", Assert.Single(problems).Path);
    }

    [Fact]
    public void TryCompile_TwoRedirects_AreRefused()
    {
        Dictionary<string, string> then = new() { ["redirect-as"] = "1:1", ["redirect-ip"] = "192.0.2.1:1" };
        Assert.False(FlowSpecCompiler.TryCompile(new Dictionary<string, string> { ["destination"] = "192.0.2.1" }, then, out _, out IReadOnlyList<FlowSpecProblem> problems));
        Assert.Equal("then: has more than one redirect; a router can follow one only", Assert.Single(problems).ToString());
    }

    [Fact]
    public void TryCompile_EmptyMatch_IsRefused()
    {
        Assert.False(FlowSpecCompiler.TryCompile(new Dictionary<string, string>(), new Dictionary<string, string>(), out _, out IReadOnlyList<FlowSpecProblem> problems));
        Assert.Contains(problems, static p => p.IsError && p.Path == "match");
    }

    [Fact]
    public void TryParse_SeveralProblems_ReportsAll()
    {
        Assert.False(FlowSpecText.TryParse("destination 1.2.3 protocol =999 then traffic-rate x", out _, out IReadOnlyList<FlowSpecProblem> problems));
        Assert.Equal(["match.destination", "match.protocol", "then.traffic-rate"], problems.Where(static p => p.IsError).Select(static p => p.Path));
    }

    private static FlowSpecRoute Compile((string Key, string Value)[] match, (string Key, string Value)[] then)
    {
        bool compiled = FlowSpecCompiler.TryCompile(
            match.ToDictionary(static p => p.Key, static p => p.Value), then.ToDictionary(static p => p.Key, static p => p.Value),
            out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems);
        Assert.True(compiled, string.Join("; ", problems));
        return route!;
    }
}
