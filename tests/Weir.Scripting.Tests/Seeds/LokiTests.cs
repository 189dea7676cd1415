using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Analytics.Thresholds;
using Weir.Scripting.Bgp;
using Weir.Testing;
using Weir.Wire.Packets.Building;

namespace Weir.Scripting.Tests.Seeds;

/// <summary>Events of DDoS attacks pushed to Loki and to syslog, and what happens when Loki refuses or is not there.</summary>
public sealed class LokiTests
{
    // Calls the API as the published exporter does, with an implicit global and numbers as texts.
    private const string Script = """
        var push = getSystemProperty('ddos_protect.loki.push') || '/loki/api/v1/push';
        var host = getSystemProperty('ddos_protect.loki.host');
        var port = getSystemProperty('ddos_protect.loki.port') || '3100';
        var syslogHosts = getSystemProperty('ddos_protect.syslog.host') ? getSystemProperty('ddos_protect.syslog.host').split(',') : null;
        var syslogPort = getSystemProperty('ddos_protect.syslog.port') || '514';
        function sendEvent(action, attack, target, group, protocol) {
          var line = [action, attack, target, group, protocol].join(' ');
          logInfo('DDoS ' + line);
          if (host) {
            lokiEvent = {streams: [{stream: {service_name: 'ddos-protect'}, values: [[Date.now() + '000000', line,
              {detected_level: action === 'release' ? 'INFO' : 'WARN', action: action, attack: attack, ip: target, group: group, protocol: protocol}]]}]};
            try {
              httpAsync({url: 'http://' + host + ':' + port + push, operation: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify(lokiEvent),
                success: (response) => { if (200 != response.status) { logWarning('DDoS Loki status ' + response.status); } },
                error: (e) => logWarning('DDoS Loki error ' + e + ' status ' + e.status)});
            } catch (e) { logWarning('DDoS Loki ' + e); }
          }
          if (syslogHosts) {
            syslogHosts.forEach(function(h) {
              try {
                syslog(h, syslogPort, '16', '5', {app: 'ddos-protect', action: action, attack: attack, ip: target, group: group, protocol: protocol});
              } catch (e) { logWarning('DDoS cannot send syslog to ' + h); }
            });
          }
        }
        setEventHandler(function(evt) {
          var [ip, group, protocol] = evt.flowKey.split(',');
          sendEvent('filter', evt.thresholdID.replace('ddos_protect_', ''), ip, group, protocol);
        });
        setHttpHandler(function(req) {
          sendEvent('release', req.query.attack[0], '192.0.2.129', 'local', req.query.protocol[0]);
          return typeof lokiEvent;
        });
        """;

    private static readonly (string Attack, string Protocol)[] Attacks =
    [
        ("ip_flood", "47"), ("ip_fragmentation", "17"), ("icmp_flood", "8"), ("tcp_flood", "80"),
        ("tcp_amplification", "443"), ("udp_flood", "5004"), ("udp_amplification", "53"),
    ];

    private static ThresholdEvent Attack(string attack, string protocol) => new()
    {
        EventId = 1,
        ThresholdId = "ddos_protect_" + attack,
        Metric = "ddos_protect_" + attack,
        Agent = "10.0.0.1",
        DataSource = "0",
        FlowKey = $"192.0.2.129,local,{protocol}",
        Values = [10, 60],
    };

    private static ScriptLab NewLab(string url) => new ScriptLab(isReplay: true)
        .Property("ddos_protect.loki.host", new Uri(url).Host)
        .Property("ddos_protect.loki.port", $"{new Uri(url).Port}")
        .App("ddos-protect", "ddos.js", Script);

    [Fact]
    public async Task Events_OfAllAttacks_ArePushedAsTheArticleDoes()
    {
        await using Receiver loki = await Receiver.StartAsync(204);
        using UdpClient syslog = new(new IPEndPoint(IPAddress.Loopback, 0));
        await using ScriptLab lab = await NewLab(loki.Url)
            .Property("ddos_protect.syslog.host", "no.such.host.invalid,127.0.0.1")
            .Property("ddos_protect.syslog.port", $"{((IPEndPoint)syslog.Client.LocalEndPoint!).Port}")
            .StartAsync();
        foreach ((string attack, string protocol) in Attacks)
        {
            lab.Offer(Attack(attack, protocol));
        }

        await lab.Manager.DrainAsync(TestContext.Current.CancellationToken);
        foreach ((string attack, string protocol) in Attacks)
        {
            Assert.Equal("object", (await lab.JsonAsync($"ddos-protect~ddos.js/json?attack={attack}&protocol={protocol}")).GetString());
        }

        await lab.UntilAsync(() => loki.Requests.Count == 14, "14 pushes");
        await lab.UntilAsync(() => lab.Log.Lines.Count(l => l.EndsWith("DDoS Loki status 204", StringComparison.Ordinal)) == 14, "14 answers");
        Assert.All(loki.Requests, r => Assert.Equal(("POST", "/loki/api/v1/push", "application/json"), (r.Method, r.Target, r.Headers["content-type"])));
        Assert.Equal(14, lab.Log.Lines.Count(l => l.Contains("cannot send syslog to no.such.host.invalid", StringComparison.Ordinal)));
        UdpReceiveResult message = await syslog.ReceiveAsync(TestContext.Current.CancellationToken);
        Assert.Matches("""^<133>.* weir: \{"app":"ddos-protect","action":"filter","attack":"ip_flood","ip":"192.0.2.129","group":"local","protocol":"47"\}$""", Encoding.UTF8.GetString(message.Buffer));
        MatchesGolden(loki.Requests);
    }

    [Theory]
    [InlineData(400, "Warning script ddos-protect~ddos.js: DDoS Loki error HTTP status 400 ")]
    [InlineData(429, "status 429")]
    [InlineData(500, "status 500")]
    public async Task Loki_ThatRefuses_IsLoggedOncePerEvent(int status, string expected)
    {
        await using Receiver loki = await Receiver.StartAsync(status);
        await using ScriptLab lab = await NewLab(loki.Url).StartAsync();
        lab.Offer(Attack("udp_flood", "53"));
        await lab.UntilLogAsync(expected);
    }

    [Fact]
    public async Task Loki_NotThere_LeavesOtherHandlersRunning()
    {
        await using ScriptLab lab = await NewLab("http://127.0.0.1:1").StartAsync();
        for (int i = 0; i < 100; i++)
        {
            lab.Offer(Attack("udp_flood", $"{i}"));
        }

        await lab.UntilAsync(() => lab.Log.Lines.Count(l => l.Contains("DDoS Loki error ", StringComparison.Ordinal) && l.EndsWith("status 0", StringComparison.Ordinal)) == 100, "100 errors");
        Assert.Equal(100, lab.Only.Counters.EventsHandled);
    }

    [Fact]
    public async Task Burst_OfHundredEvents_GivesHundredWellFormedPushes()
    {
        await using Receiver loki = await Receiver.StartAsync(204);
        await using ScriptLab lab = await NewLab(loki.Url).StartAsync();
        for (int i = 0; i < 100; i++)
        {
            lab.Offer(Attack("udp_flood", $"{i}"));
        }

        await lab.UntilAsync(() => loki.Requests.Count == 100, "100 pushes");
        Assert.Equal(100, loki.Requests.Select(r => JsonNode.Parse(r.Body)!["streams"]![0]!["values"]![0]![1]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task Attack_InRealSamples_ReachesTheScriptAndBgp()
    {
        const string Detector = """
            setGroups('ddos_protect', {external: ['0.0.0.0/0', '::/0'], local: ['192.0.2.0/24']});
            setFlow('ddos_protect_udp_amplification', {keys: 'ipdestination,group:ipdestination:ddos_protect,udpsourceport', value: 'frames',
              values: 'count:ipsource,avg:ipbytes', aggMode: 'AGENT', t: '2',
              filter: 'ipprotocol=17&first:stack:.:ip:ip6=ip&group:ipsource:ddos_protect=external&group:ipdestination:ddos_protect!=external,private,multicast,exclude'});
            setThreshold('ddos_protect_udp_amplification', {metric: 'ddos_protect_udp_amplification', value: '10000', byFlow: true, timeout: '60'});
            bgpAddNeighbor('10.0.0.3', '64497', '0.6.6.6', {flowspec: true}, function(r) { logInfo('open ' + r); }, function(r) { logInfo('close ' + r); });
            setEventHandler(function(evt) {
              var [ip, group, port] = evt.flowKey.split(',');
              var [sources, bytes] = evt.values;
              var live = thresholdTriggered(evt.thresholdID, evt.agent, evt.dataSource + '.' + evt.metric, evt.flowKey);
              logInfo(['attack', ip, group, port, sources, live, activeFlows('ALL', evt.metric, '5', '1', 'sum').length].join(' '));
              bgpAddFlow('10.0.0.3', {match: {destination: ip, version: '4', protocol: '=17', 'source-port': '=' + port}, then: {'traffic-rate': '0'}});
            }, ['ddos_protect_udp_amplification']);
            """;
        RecordingBgp bgp = new();
        await using ScriptLab lab = new ScriptLab(isReplay: true).Script("ddos.js", Detector);
        await lab.StartAsync(bgp);
        SampleFeed feed = new(lab.Engine);
        for (int i = 0; i < 200; i++)
        {
            feed.Sample(new PacketBuilder().Ethernet().Ip4($"198.51.100.{i}", "192.0.2.129").Udp(53, 40_000).Payload(64).Build(), rate: 1000);
        }

        await lab.UntilLogAsync("attack 192.0.2.129 local 53 ");
        await lab.UntilAsync(() => bgp.Flows.Count == 1, "FlowSpec rule");
        Assert.Contains(lab.Log.Lines, l => l.EndsWith(" true 1", StringComparison.Ordinal));
        BgpFlowSpec flow = bgp.Flows[0];
        Assert.Equal(("192.0.2.129", "=17", "=53", "0"), (flow.Match["destination"], flow.Match["protocol"], flow.Match["source-port"], flow.Then["traffic-rate"]));
        Assert.Equal(new BgpNeighborSpec("10.0.0.3", 64497, "0.6.6.6") { FlowSpec = true }, bgp.Neighbor);
        bgp.Change(isUp: true);
        bgp.Change(isUp: false);
        await lab.UntilLogAsync("open 10.0.0.3");
        await lab.UntilLogAsync("close 10.0.0.3");
    }

    [Fact]
    public async Task Attack_FromTooFewSources_IsLeftOutByTheScriptsSourceCount()
    {
        const string Filter = """
            setEventHandler(function(evt) {
              var [sources] = evt.values;
              if (getSystemProperty('ddos_protect.scf') === 'yes' && sources < getSystemProperty('ddos_protect.scf_sources')) { logInfo('left out ' + evt.flowKey); return; }
              logInfo('attack ' + evt.flowKey);
            });
            """;
        await using ScriptLab lab = await new ScriptLab().Property("ddos_protect.scf", "yes").Property("ddos_protect.scf_sources", "10").Script("scf.js", Filter).StartAsync();
        lab.Offer(Attack("udp_flood", "1") with { Values = [9, 60] });
        lab.Offer(Attack("udp_flood", "2") with { Values = [10, 60] });
        await lab.UntilLogAsync("left out 192.0.2.129,local,1");
        await lab.UntilLogAsync("attack 192.0.2.129,local,2");
        Assert.False(lab.Log.Has("attack 192.0.2.129,local,1"));
    }

    private static void MatchesGolden(IReadOnlyList<ReceivedRequest> requests)
    {
        if (!SharedFolder.TryFind(out string shared))
        {
            return;
        }

        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "reference", "golden", "seed-a-loki.json")));
        IEnumerable<string> wanted = golden.RootElement.GetProperty("trace").EnumerateArray()
            .Where(c => c[0].GetString() == "httpAsync")
            .Select(c => Masked(c[1].GetProperty("body").GetRawText()));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), requests.Select(r => Masked(r.Body)).Order(StringComparer.Ordinal));
    }

    // The time is the only difference: 19 digits.
    private static string Masked(string body)
    {
        JsonNode node = JsonNode.Parse(body)!;
        JsonArray value = node["streams"]![0]!["values"]![0]!.AsArray();
        Assert.Matches(@"^\d{19}$", value[0]!.GetValue<string>());
        value[0] = "time";
        return node.ToJsonString();
    }
}
