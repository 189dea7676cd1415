using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Weir.Analytics;

namespace Weir.Scripting.Tests;

public sealed class UtilityTests
{
    [Theory]
    [InlineData("md5('abc')", "\"900150983cd24fb0d6963f7d28e17f72\"")]
    [InlineData("formatNumber(1234, '#,##0 seconds')", "\"1,234 seconds\"")]
    [InlineData("version()", "\"0.1-0\"")]
    [InlineData("[getSystemProperty('missing'), getSystemProperty('missing') || 'default']", "[null,\"default\"]")]
    [InlineData("[baselineStatistics('b'), baselineCreate('b', '3', 2, 1), baselineCheck('b', '5'), baselineStatistics('b').mean]", "[null,null,\"learning\",5]")]
    [InlineData("[topologyVersion(), setTopology({links: {L: {node1: 'a', port1: 'p', node2: 'b', port2: 'q'}}}), topologyLinkNames(true), topologyLink('L').node2, topologyDiameter()]", "[null,true,[\"L\"],\"b\",1]")]
    [InlineData("[setTopology(null), setTopology('text')]", "[false,false]")]
    [InlineData("[topologyLocateHostMac('001122334455'), topologyNodesForAgent(undefined)]", "[[],null]")]
    [InlineData("[bgpAddNeighbor('10.0.0.3', '64497', '0.6.6.6', {ipv6: false, flowspec: true}), bgpAddRoute('10.0.0.3', {prefix: '1.2.3.4', value: 5}), bgpRouteCount('10.0.0.3'), bgpTopPrefixes('10.0.0.3', 20000, 0, 'egress', true, 1, true)]", "[false,false,0,null]")]
    [InlineData("[analyzer().sFlowDatagramsReceived, typeof analyzer().uptime]", "[0,\"number\"]")]
    [InlineData("[setFlow('f', {keys: ['ipsource'], value: 'bytes', t: '2', n: '20', filter: null}), getFlow('f').keys, getFlow('f').n, clearFlow('f'), clearFlow('none'), getFlow('f')]", "[null,\"ipsource\",20,null,null,null]")]
    [InlineData("[1, 100, 1e9].map(function(n) { setFlow('n', {keys: 'ipsource', value: 'bytes', n: n, t: n}); return [getFlow('n').n, getFlow('n').t]; })", "[[5,1],[100,100],[1000,600]]")]
    [InlineData("(function() { try { setFlow('f', {keys: 'nosuchkey:(', value: 'bytes'}); } catch (e) { return [e instanceof Error, e.message.length > 10]; } })()", "[true,true]")]
    [InlineData("(function() { try { setFlow('f', {}); } catch (e) { return e.message; } })()", "\"setFlow f: keys and value are both missing\"")]
    [InlineData("[setThreshold('t', {metric: 'load_one', value: '10', byFlow: true, timeout: '0.2', filter: {ifspeed: [1e9]}}), getThreshold('t').value, thresholdTriggered('t', '10.0.0.1', '1.load_one'), clearThreshold('t')]", "[null,10,false,null]")]
    [InlineData("[activeFlows('ALL', 'none'), activeFlows(null, 'none'), flowValue('10.0.0.1', '1.none', 'k'), flowLocations('ALL', 'none', 'k'), Object.keys(flowKeys())]", "[[],[],0,[],[]]")]
    [InlineData("[setMap('m', {a: [1, '2']}), getMap('m'), clearMap('m'), getMap('m')]", "[true,{\"a\":[\"1\",\"2\"]},true,null]")]
    [InlineData("[datasourceInfo('10.0.0.1', '3'), ifName('10.0.0.1', 3), metrics('10.0.0.1'), metrics()]", "[null,null,null,{}]")]
    [InlineData("[setForward('f', '127.0.0.1', '6344'), clearForward('f')]", "[false,false]")]
    [InlineData("[setGroups('g', {external: ['0.0.0.0/0', '::/0'], one: '10.0.0.1'}), setGroups('g', {bad: ['10.0.0.0/99']}), setGroups({a: []})]", "[true,false,true]")]
    [InlineData("[metric('ALL', 'sum:a,b').map(function(m) m.metricName), metric(null, ['x'])[0].metricN, metric(['10.0.0.1'], ['max:x'], {ifspeed: [1000000000]}).length]", "[[\"sum:a\",\"b\"],0,1]")]
    [InlineData("[table('ALL', ['a', 'null:b', 'sort:a:-10']), dump('ALL', 'a;b'), agents([undefined]), agents(['10.0.0.9'])['10.0.0.9'] === undefined]", "[[],[],{},true]")]
    public async Task Function_CalledAsScriptsDo_Returns(string expression, string expected)
    {
        JsonElement value = await ScriptLab.EvaluateAsync("", expression);
        Assert.Equal(expected, value.GetRawText());
    }

    [Fact]
    public async Task TableAndDump_OfCounters_AreWhatTheEngineSays()
    {
        await using ScriptLab lab = await new ScriptLab(isReplay: true)
            .Script("t.js", "setHttpHandler(function() { return [table('ALL', ['ifindex', 'null:ifname', 'ifspeed']), dump('ALL', 'ALL'), table('ALL', 'sort:ifindex:-1')]; });")
            .StartAsync();
        new SampleFeed(lab.Engine).Counters();
        JsonElement all = await lab.JsonAsync("t.js/json");
        Assert.Equal(
            """[[3,"swp3",1000000000],[4,null,1000000000]]""",
            JsonSerializer.Serialize(all[0].EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.ValueKind == JsonValueKind.Null ? default(JsonElement?) : cell.GetProperty("metricValue")))));
        Assert.Equal(JsonSerializer.Serialize(lab.Engine.Dump("ALL", ["ALL"]), WeirJson.Options), JsonSerializer.Serialize(all[1], WeirJson.Options));
        Assert.Equal(4, Assert.Single(all[2].EnumerateArray())[0].GetProperty("metricValue").GetInt32());
    }

    [Fact]
    public async Task SystemProperties_WithEmptyValue_AreListedAndStayEmpty()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Property("ddos_protect.group.local", "")
            .Property("a", "1")
            .Script("p.js", "setHttpHandler(function() { return [getSystemProperty('ddos_protect.group.local'), getSystemPropertyNames().sort(), getSystemProperty('a')]; });")
            .StartAsync();
        Assert.Equal("""["",["a","ddos_protect.group.local"],"1"]""", (await lab.JsonAsync("p.js/json")).GetRawText());
    }

    [Fact]
    public async Task BgpOff_ManyCalls_IsLoggedOnce()
    {
        await using ScriptLab lab = await new ScriptLab().Script("b.js", "for (var i = 0; i < 3; i++) { bgpAddSource('10.0.0.1', '10.0.0.3', 10, 'bytes'); }").StartAsync();
        Assert.Single(lab.Log.Lines, l => l.Contains("BGP is off: set bgp.start=yes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunCmd_OnlyWhenAllowed()
    {
        const string Source = "setHttpHandler(function() { try { return runCmd(['sh', '-c', 'echo one; echo $V; echo bad >&2; exit 3'], ['V=two']); } catch (e) { return '' + e.message; } });";
        await using ScriptLab refused = await new ScriptLab().Script("r.js", Source).StartAsync();
        Assert.Contains("weir.script.runcmd=yes", (await refused.JsonAsync("r.js/json")).GetString(), StringComparison.Ordinal);
        await using ScriptLab allowed = new ScriptLab().Script("r.js", Source);
        allowed.Options.AllowRunCmd = true;
        await allowed.StartAsync();
        Assert.Equal("""{"status":3,"stdout":["one","two"],"stderr":["bad"]}""", (await allowed.JsonAsync("r.js/json")).GetRawText());
    }

    [Theory]
    [InlineData(SyslogFormat.Rfc3164, SyslogBody.Json, "null, null, null", @"^<133>[A-Z][a-z]{2} [ 123]\d \d\d:\d\d:\d\d \S+ weir: \{""app"":""x"",""n"":1,""t"":""a b""\}$")]
    [InlineData(SyslogFormat.Rfc3164, SyslogBody.KeyValue, "'PORT', '23', '2'", @"^<186>[A-Z][a-z]{2} [ 123]\d \d\d:\d\d:\d\d \S+ weir: app=x n=1 t=""a b""$")]
    [InlineData(SyslogFormat.Rfc5424, SyslogBody.Json, "PORT, 16, 5", @"^<133>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ weir - - - \{""app"":""x"",""n"":1,""t"":""a b""\}$")]
    public async Task Syslog_Message_HasHeaderAndBody(SyslogFormat format, SyslogBody body, string numbers, string pattern)
    {
        using UdpClient receiver = new(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        string[] arguments = numbers.Replace("PORT", $"{port}", StringComparison.Ordinal).Split(", ");
        if (arguments[0] == "null")
        {
            arguments[0] = $"{port}";
        }

        await using ScriptLab lab = new ScriptLab().Script("s.js", $"syslog('127.0.0.1', {string.Join(", ", arguments)}, {{app: 'x', n: 1, t: 'a b'}});");
        lab.Options.SyslogFormat = format;
        lab.Options.SyslogBody = body;
        await lab.StartAsync();
        UdpReceiveResult message = await receiver.ReceiveAsync(TestContext.Current.CancellationToken);
        Assert.Matches(pattern, Encoding.UTF8.GetString(message.Buffer));
    }

    [Theory]
    [InlineData("'no.such.host.invalid', 514, 16, 5, {}")]
    [InlineData("'127.0.0.1', 'abc', 16, 5, {}")]
    [InlineData("'127.0.0.1', 70000, 16, 5, {}")]
    [InlineData("'127.0.0.1', 514, 99, 5, {}")]
    public async Task Syslog_BadTarget_Throws(string arguments)
    {
        JsonElement got = await ScriptLab.EvaluateAsync($"var m = false; try {{ syslog({arguments}); }} catch (e) {{ m = true; }}", "m");
        Assert.Equal(JsonValueKind.True, got.ValueKind);
    }

    [Fact]
    public async Task Graphite_Values_ArriveAsLines()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<TcpClient> accepted = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        await using ScriptLab lab = await new ScriptLab().Script("g.js", $"graphite('127.0.0.1', '{port}', {{'a.b': 1.5, c: 2}});").StartAsync();
        using TcpClient client = await accepted;
        using StreamReader reader = new(client.GetStream());
        Assert.Matches(@"^a\.b 1\.5 \d+\nc 2 \d+\n$", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
