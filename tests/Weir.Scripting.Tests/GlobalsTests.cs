using System.Text.Json;

namespace Weir.Scripting.Tests;

/// <summary>Every function that scripts may call is there, whatever they call it with.</summary>
public sealed class GlobalsTests
{
    private static readonly string[] Documented =
    [
        "version", "analyzer", "agents", "datasourceInfo", "getSystemProperty", "getSystemPropertyNames",
        "metrics", "metric", "table", "dump", "ifName",
        "setThreshold", "clearThreshold", "thresholdTriggered", "setEventHandler", "clearEventHandler",
        "flowKeys", "setFlow", "clearFlow", "setFlowHandler", "clearFlowHandler", "activeFlows", "flowValue",
        "setGroups", "setMap",
        "setTopology", "getTopology", "topologyVersion", "topologyNodeNames", "topologyLinkNames", "topologyNode", "topologyLink",
        "topologyNodeLinks", "topologyAgentForNode", "topologyNodesForAgent", "topologyInterfaceToLink", "topologyInterfaceToPort",
        "topologyLinkToInterfaces", "topologyLinkMetric", "topologyDiameter", "topologyShortestPath", "topologyShortestPaths",
        "topologyMinimumSpanningTree", "topologyLocateHostMac", "topologyLocateHostIP", "topologyLocateHostIP6", "topologyLocatedHostMacs",
        "bgpAddNeighbor", "bgpAddSource", "bgpAddRoute", "bgpRemoveRoute", "bgpRouteCount", "bgpAddFlow", "bgpRemoveFlow", "bgpFlowCount",
        "bgpTopPrefixes", "bgpTopPrefixes6", "bgpSetNextHops", "setForward", "clearForward",
        "setHttpHandler", "clearHttpHandler", "http", "http2", "httpAsync", "setIntervalHandler", "clearIntervalHandler",
        "include", "scriptdir", "logFine", "logInfo", "logWarning", "logSevere", "storeGet", "storeSet", "storeDelete", "storeKeys",
        "sharedGet", "sharedSet", "baselineCreate", "baselineReset", "baselineCheck", "baselineStatistics",
        "syslog", "graphite", "dnsGetAllByName", "formatNumber", "formatDate", "md5", "runCmd", "setTimeout",
    ];

    // Left out below: what would wait for other machines, start programs, or take the handler away that asks.
    private static readonly string[] NotCalled = ["http", "http2", "httpAsync", "syslog", "graphite", "dnsGetAllByName", "runCmd", "setTimeout", "setHttpHandler", "clearHttpHandler"];

    [Fact]
    public async Task DocumentedFunctions_All_AreGlobals()
    {
        JsonElement missing = await ScriptLab.EvaluateAsync(
            $"var names = {JsonSerializer.Serialize(Documented)};",
            "names.filter(function(n) { return typeof globalThis[n] !== 'function'; })");
        Assert.Equal("[]", missing.GetRawText());
    }

    [Fact]
    public async Task DocumentedFunctions_CalledWithNonsense_ThrowOrReturnAndTheScriptLives()
    {
        string source = $$"""
            var names = {{JsonSerializer.Serialize(Documented.Except(NotCalled))}};
            var nonsense = [undefined, null, NaN, -1, 1e308, '', 'x', [], [1, [2]], {}, {a: {b: 1} }, true, function() {}, Symbol.iterator, 10n, 'a'.repeat(10000)];
            var calls = 0;
            names.forEach(function(name) {
              nonsense.forEach(function(a, i) {
                var b = nonsense[(i * 7 + 3) % nonsense.length];
                [[a], [a, b, a, b, a], ['x', a, b, a]].forEach(function(args) {
                  try { globalThis[name].apply(null, args); } catch (e) { if (!(e instanceof Error)) throw e; }
                  calls++;
                });
              });
            });
            clearIntervalHandler();
            """;
        JsonElement calls = await ScriptLab.EvaluateAsync(source, "calls");
        Assert.Equal((Documented.Length - NotCalled.Length) * 16 * 3, calls.GetInt32());
    }

    [Fact]
    public async Task Coercions_StringsArraysAndNulls_AreTaken()
    {
        const string Source = """
            setFlow('f', {keys: ['ipsource', 'ipdestination.1'], value: 'bytes', values: ['count:ipsource', 'avg:ipbytes'], n: '20', t: '0.5', fs: '_SEP_', filter: null, log: 'true', aggMode: undefined});
            setFlow('total', {value: 'frames', t: 0.1});
            setThreshold('t', {metric: 'f', value: '10000', byFlow: true, timeout: '60', filter: {ifspeed: [1e9], iftype: 'ethernetCsmacd'}});
            var got = getFlow('f'), limit = getThreshold('t');
            var list = activeFlows(['ALL'], 'f', '10', '0', 'MAX');
            var entries = metric('ALL', ['sum:ifinoctets', 'load_one']).concat(metric(null, 'sum:a,b'), metric(undefined, 'x'));
            """;
        const string Result = """
            [got.keys, got.n, got.t, got.fs, got.log, got.values.length, limit.value, limit.timeout, limit.filter, list, entries.map(function(e) { return e.metricName + e.metricN; }), agents([undefined]), storeGet('none'), Object.assign({a: 1}, storeGet('none'))]
            """;
        JsonElement value = await ScriptLab.EvaluateAsync(Source, Result);
        Assert.Equal(
            """["ipsource,ipdestination.1",20,0.5,"_SEP_",true,2,10000,60,{"ifspeed":["1000000000"],"iftype":["ethernetCsmacd"]},[],["sum:ifinoctets0","load_one0","sum:a0","b0","x0"],{},null,{"a":1}]""",
            value.GetRawText());
    }
}
