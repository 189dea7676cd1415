using System.Text.RegularExpressions;
using Weir.Analytics.Flows.Keys;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Keys;

/// <summary>Names of the catalogue: all documented ones are there, wrong ones are explained.</summary>
public sealed class KeyCatalogTests
{
    private const string Verified =
        "macsource macdestination ethernetprotocol vlan priority isunicast isbroadcast stack ipsource ipdestination ipprotocol iptos ipdscp "
        + "ipdscpname ipecn ipflags ipfragoffset ipbytes ip_offset ip6source ip6destination ip6nexthdr ip6tos ip6dscp ip6dscpname ip6ecn ip6bytes "
        + "ip6flowlabel ip6fragm ip6fragoffset tcpsourceport tcpdestinationport udpsourceport udpdestinationport tcpflags icmptype icmpcode icmpseqno "
        + "icmp6type icmpunreachableport icmpunreachableprotocol icmpunreachablehost icmpunreachablenet arpoperation arpipsender arpiptarget dnsqr "
        + "dnsqname dnsqtypename vni vxlanvni genevevni grevsid ibbt_offset ibbtopcode ibbtopname ibbtoptransport ibbtdestqp ibbtdestinationqp ibbtack ibbttver ibbtse "
        + "ibbtm ibbtrdmalen ibbtaethack inputifindex outputifindex direction bytes frames stripped vlansource vlandestination prioritysource "
        + "prioritydestination ipnexthoprouter ipsourcemaskbits ipdestinationmaskbits bgpnexthop bgpas bgpsourceas bgpsourcepeeras bgpdestinationas "
        + "bgpdestinationpeeras bgpdestinationaspath bgpcommunities bgplocalpref queueindex queuedepth transitdelay reason tcprtt tcprttwait tcprttsdev "
        + "tcpunacked inputipsource protocol serveraddress serveraddress6 serverport clientaddress clientaddress6 clientport "
        + "proxyprotocol proxyserveraddress proxyserveraddress6 proxyserverport proxyclientaddress proxyclientaddress6 proxyclientport httpmethod "
        + "httpprotocol httphost httpuseragent httpxff httpauthuser httpmimetype httpurl httpreferer httpstatus req_bytes resp_bytes duration requests";

    private const string Experimental =
        "ismulticast vlan.1 priority.1 vlanpriority ipttl ipid ip6ttl ip6_offset tcp_offset udp_offset tcpseqno tcpackno tcpwindow tcpurgent udpbytes "
        + "icmpchecksum icmpid icmp6code icmp6seqno arpmacsender arpmactarget dnsid dnsopcode dnsrcode dnsqtype dnsqclass dnsqdcount dnsancount "
        + "greprotocol grekey mplslabel mplslabels mplstc mplsttl gtpteid l2tptunnelid l2tpsessionid inputipdestination outputipsource "
        + "outputipdestination inputvni outputvni usersource userdestination url urlhost ip6nexthoprouter bgpnexthop6 natipsource natipdestination "
        + "tcpdirection tcplost tcpretrans tcpcwnd tcpminrtt tcppmtu function hwtrap hwtrapgroup memcachecommand memcachekey application operation "
        + "status actor sourcegroup destinationgroup";

    /// <summary>Keys of drop notifications and ICMP unreachable messages have tests of their own.</summary>
    private static readonly Regex TestedElsewhere = new("^(icmp6?unreachable.*|reason|function|hwtrap.*|linuxreason|acl.*)$");

    public static TheoryData<string> DocumentedNames => [.. (Verified + " " + Experimental).Split(' ')];

    [Theory]
    [MemberData(nameof(DocumentedNames))]
    public void TryResolve_DocumentedName_IsKnown(string name)
    {
        Assert.True(KeyCatalog.TryResolve(name, out KeyReference key, out string? error), error);
        Assert.Equal(name, key.Name);
        Assert.NotEmpty(key.Definition.Description);
    }

    [Theory]
    [InlineData("ipsorce", "unknown key 'ipsorce': did you mean 'ipsource'")]
    [InlineData("ipsource.x", "unknown key 'ipsource.x': did you mean 'ipsource'")]
    [InlineData("nothinglikeit", "unknown key 'nothinglikeit'")]
    [InlineData("bytes.1", "key 'bytes' belongs to no packet header and takes no suffix '.1'")]
    [InlineData("", "unknown key ''")]
    public void TryResolve_WrongName_SaysWhatWasMeant(string name, string expected)
    {
        Assert.False(KeyCatalog.TryResolve(name, out _, out string? error));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryResolve_UnknownNameWithCustomAllowed_IsFieldOfRtflow()
    {
        Assert.True(KeyCatalog.TryResolve("flowfield", out KeyReference key, out _, allowCustom: true));
        Assert.Equal("flowfield", key.Definition.Name);
        Assert.False(KeyCatalog.TryResolve("no name", out _, out _, allowCustom: true));
    }

    [Fact]
    public void All_EveryKey_HasLowerCaseNameAndOneLine()
    {
        Assert.All(KeyCatalog.All, key =>
        {
            Assert.Equal(key.Name, key.Name.ToLowerInvariant());
            Assert.DoesNotContain('\n', key.Description);
            Assert.EndsWith(".", key.Description, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void All_EveryKey_IsDefinedOnSomeVector()
    {
        byte[][] packets = [.. PacketKeyTests.Packets.Values.Select(packet => new SampleBuilder().Header(packet).Build())];
        byte[][] samples = [.. packets, .. RecordKeyTests.Samples.Values];
        IEnumerable<string> never = KeyCatalog.All.Select(key => key.Name)
            .Where(name => !TestedElsewhere.IsMatch(name))
            .Where(name => !samples.Any(sample => KeyProbe.Read(sample, name) is not null));
        Assert.Empty(never);
    }
}
