using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Xunit;

namespace Weir.Analytics.Tests.Flows;

public sealed class FlowDefinitionTests
{
    public static readonly TheoryData<string> GoodFilters =
    [
        "first:stack:.:ip:ip6=ip&group:ipsource:ddos_protect=external&group:ipdestination:ddos_protect!=external,private,multicast,exclude",
        "(ipflags=001|range:ipfragoffset:1=true)&first:stack:.:ip:ip6=ip",
        "(ip6fragm=yes|range:ip6fragoffset:1=true)&first:stack:.:ip:ip6=ip6",
        "ipprotocol=6&tcpflags~....1..1.&first:stack:.:ip:ip6=ip",
        "direction=ingress&link:inputifindex=null&first:stack:.:ip:ip6=ip&tcpflags~....1.000&(tcpsourceport=179|tcpdestinationport=179)",
        "direction=ingress&vxlanvni!=null&link:inputifindex!=null&outputifindex=multiple&isunicast.1=true",
        "suffix:[if:[first:stack:.:ip:ip6]:ip:[dns:ipsource]:[dns:ip6source]]:.:2=example.com.|suffix:[dns:ipsource]:.:2=example.com.",
        "eq:bgpsourceas:bgpas=false&eq:bgpdestinationas:bgpas=true",
        "'ipsource'='192.0.2.1'&'null:[group:ipdestination:viz]:(x)'='a,b=(c)&d'",
        "dnsqname=\"a.example.,b.example.,c.example.\"",
        "tcpflags !~ ....1..1. & ( ipprotocol = 6 , 17 )",
        "httpmimetype~image/.*|httphost~(www|web)[0-9,]{1,3}\\..*",
        "sourcegroup=a",
        "ipprotocol=",
    ];

    public static readonly TheoryData<string> GoodKeys =
    [
        "or:[map:macsource:ix_member]:[group:ipsource:ix_member]:[group:ip6source:ix_member]",
        "null:[map:[bits:ip6flowlabel:261884]:scitag]:unknown",
        "concat:\\::ibbtoptransport:ibbtopname",
        "or:tcpsourceport:udpsourceport:icmptype",
        "macsource,ipsource,macdestination,ipdestination,icmpunreachableport",
        "if:[first:stack:.:ip:ip6]:ip:[country:ipsource]:[country:ip6source]",
        "prefix:[uri:httpurl:path]:/:2,null:[dns:ipsource]:,null:vlan:0,range:bytes:64:64,range:queuedepth:0",
        "asn:ipsource:both,country:ipsource:both,oui:macsource:name,host:macsource:vir_host_name,mask:ipsource:24,suffix:stack:.:1",
        "or:macsource.1:macsource,ipsource.1,inputifindex,outputifindex,direction",
        "",
    ];

    public static readonly TheoryData<string, string> BadDefinitions = new()
    {
        { """{"value":"frames","keys":"nonsense:ipsource"}""", "keys:0: unknown key function 'nonsense'" },
        { """{"value":"frames","keys":"ipsource,,ipdestination"}""", "keys:9: a key is missing here" },
        { """{"value":"frames","keys":"or:[ipsource"}""", "keys:12: ']' is missing" },
        { """{"value":"frames","keys":"ipsource]"}""", "keys:8: ']' without '['" },
        { """{"value":"frames","keys":"group:ipsource"}""", "keys:0: 'group' has 1 argument; write group:KEY:SET" },
        { """{"value":"frames","keys":"mask:ipsource:999"}""", "keys:14: '999' is not a number from 0 to 128" },
        { """{"value":"frames","keys":"prefix:stack::1"}""", "keys:13: the delimiter of 'prefix' is empty; write a colon as '\\:'" },
        { """{"value":"frames","filter":"ipprotocol"}""", "filter:10: one of = != ~ !~ is missing here" },
        { """{"value":"frames","filter":"ipprotocol=6&"}""", "filter:13: a comparison such as key=value is missing here" },
        { """{"value":"frames","filter":"ipprotocol==6"}""", "filter:11: one = compares; quote the value if it begins with =" },
        { """{"value":"frames","filter":"ipprotocol=6 && ipttl=3"}""", "filter:14: one & is enough" },
        { """{"value":"frames","filter":"ipprotocol=6||ipttl=3"}""", "filter:13: one | is enough" },
        { """{"value":"frames","filter":"ipttl>3"}""", "filter:7: one of = != ~ !~ is missing here; numbers are compared by range:KEY:LOW:HIGH=true" },
        { """{"value":"frames","filter":"(ipprotocol=6"}""", "filter:13: ')' is missing" },
        { """{"value":"frames","filter":"ipprotocol=6)"}""", "filter:12: ')' without '('" },
        { """{"value":"frames","filter":"ipsource='192.0.2.1"}""", "filter:10: the closing ' is missing" },
        { """{"value":"frames","filter":"tcpflags~(?=1)x"}""", "filter:9: the pattern '(?=1)x' uses look-around or back references, which are not supported" },
        { """{"value":"frames","aggMode":"sideways"}""", "aggMode: 'sideways' is none of AGENT, EDGE, CORE, ALL" },
        { """{"value":"macsource"}""", "value:0: 'macsource' is not a number; only count:macsource can be measured" },
        { """{"value":"frames","t":"soon"}""", "t: 'soon' is not a number" },
        { """{"value":"frames","log":"maybe"}""", "log: 'maybe' is neither true nor false" },
        { "{}", "value: is missing: give bytes, frames, or a numeric key" },
        { "[1]", "the definition must be a JSON object" },
    };

    [Theory]
    [MemberData(nameof(GoodFilters))]
    public void SetFlow_PublishedFilter_IsTaken(string filter)
    {
        using AnalyticsEngine engine = NewEngine();
        engine.SetFlow("f", new FlowDefinition { Keys = "ipsource", Value = "frames", Filter = filter });
        Assert.Equal(filter, engine.Flows["f"].Filter);
    }

    [Theory]
    [MemberData(nameof(GoodKeys))]
    public void SetFlow_PublishedKeys_AreTaken(string keys)
    {
        using AnalyticsEngine engine = NewEngine();
        engine.SetFlow("f", new FlowDefinition { Keys = keys, Value = "bytes", Values = ["count:ipsource", "avg:ipbytes", "rate:frames", "last:ipttl"] });
        Assert.Equal(keys, engine.Flows["f"].Keys);
    }

    [Theory]
    [MemberData(nameof(BadDefinitions))]
    public void SetFlow_WrongDefinition_NamesTheProblemAndChangesNothing(string json, string message)
    {
        using AnalyticsEngine engine = NewEngine();
        DefinitionException refused = Assert.Throws<DefinitionException>(() => engine.SetFlow("f", FlowDefinition.FromJson(Parse(json))));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Flows);
    }

    [Fact]
    public void SetFlow_ManyProblems_NamesThemAll()
    {
        using AnalyticsEngine engine = NewEngine();
        FlowDefinition definition = new() { Keys = "nokey,group:ipsource", Value = "nope", Filter = "nofilter=1", AggMode = "x" };
        DefinitionException refused = Assert.Throws<DefinitionException>(() => engine.SetFlow("", definition));
        string[] paths = [.. refused.Diagnostics.Select(d => d.Path)];
        Assert.Equal(["name", "aggMode", "keys:0", "keys:6", "value:0", "filter:0"], paths);
        Assert.Contains("unknown key 'nokey'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetFlow_TooDeepOrTooLong_IsRefused()
    {
        using AnalyticsEngine engine = NewEngine();
        string deep = new string('(', 5000) + "ipprotocol=6" + new string(')', 5000);
        Assert.Contains("nested deeper", Refusal(engine, new FlowDefinition { Filter = deep }), StringComparison.Ordinal);
        string brackets = new string('[', 5000) + "ipsource" + new string(']', 5000);
        Assert.Contains("nested deeper", Refusal(engine, new FlowDefinition { Keys = "or:" + brackets }), StringComparison.Ordinal);
        string nested = string.Concat(Enumerable.Repeat("null:[", 31)) + "ipsource" + new string(']', 31);
        engine.SetFlow("f", new FlowDefinition { Keys = nested });
        string huge = "ipprotocol=" + new string('1', 1 << 20);
        Assert.Contains("characters long", Refusal(engine, new FlowDefinition { Filter = huge }), StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_TextsForNumbersAndLists_AreCoerced()
    {
        FlowDefinition definition = FlowDefinition.FromJson(Parse(
            """{"keys":["ipsource","ipdestination"],"value":["frames"],"values":"count:ipsource,avg:ipbytes","n":"12","t":"0.5","filter":null,"log":"true","flowStart":1,"fs":"_SEP_","activeTimeout":"30","name":"x"}"""));
        Assert.Equal("ipsource,ipdestination", definition.Keys);
        Assert.Equal("frames", definition.Value);
        Assert.Equal(["count:ipsource", "avg:ipbytes"], definition.Values);
        Assert.Equal((12, 0.5, true, true, "_SEP_", 30.0), (definition.N, definition.T, definition.Log, definition.FlowStart, definition.Fs, definition.ActiveTimeout));
        Assert.Null(definition.Filter);
    }

    [Theory]
    [InlineData("1", "0.01", 5, 0.1)]
    [InlineData("50", "1000", 50, 600)]
    [InlineData("99999", "2", 1000, 2)]
    public void FromJson_NumbersOutOfRange_AreMovedIntoIt(string n, string t, int expectedN, double expectedT)
    {
        FlowDefinition definition = FlowDefinition.FromJson(Parse($$"""{"value":"frames","n":{{n}},"t":{{t}}}"""));
        Assert.Equal((expectedN, expectedT), (definition.N, definition.T));
    }

    [Fact]
    public void Serialize_Definition_FillsInDefaults()
    {
        string json = JsonSerializer.Serialize(FlowDefinition.FromJson(Parse("""{"keys":"ipsource","value":"bytes","aggMode":"AGENT"}""")), WeirJson.Options);
        Assert.Equal(
            """{"keys":"ipsource","value":"bytes","values":[],"filter":null,"n":5,"t":2,"fs":",","log":false,"flowStart":false,"activeTimeout":60,"dropped":false,"aggMode":"AGENT","ipfixCollectors":[]}""",
            json);
    }

    [Fact]
    public void FromJson_Threshold_CoercesAndNamesProblems()
    {
        ThresholdDefinition definition = ThresholdDefinition.FromJson(Parse(
            """{"metric":"f","value":"10000","byFlow":"true","timeout":"0.2","filter":{"ifspeed":[1000000000],"ifname":"swp3"}}"""));
        Assert.Equal(("f", 10000.0, true, 0.2), (definition.Metric, definition.Value, definition.ByFlow, definition.Timeout));
        Assert.Equal(["1000000000"], definition.Filter!.Conditions["ifspeed"]);
        Assert.Equal(["swp3"], definition.Filter.Conditions["ifname"]);
        Assert.Equal(1, ThresholdDefinition.FromJson(Parse("""{"metric":"f","value":1,"timeout":0}""")).Timeout);

        DefinitionException refused = Assert.Throws<DefinitionException>(() => ThresholdDefinition.FromJson(Parse("""{"filter":[],"timeout":"x"}""")));
        Assert.Equal(["metric", "value", "filter", "timeout"], refused.Diagnostics.Select(d => d.Path));
    }

    private static string Refusal(AnalyticsEngine engine, FlowDefinition definition) =>
        Assert.Throws<DefinitionException>(() => engine.SetFlow("bad", definition)).Message;

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static AnalyticsEngine NewEngine() => new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
}
