using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Testing.Receivers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>What operators change and what Weir notices about itself, as events.</summary>
public class ToldEventsTests
{
    [Fact]
    public async Task Rest_ChangesOfDefinitions_ArriveAsAuditEvents()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            [$"weir.loki.url={loki.Url}", "weir.loki.filter=kind=audit", "weir.loki.metadata.kind=event_kind", "weir.http.user=ann", "weir.http.password=secret"]);
        weir.Http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("ann:secret"u8));
        await Expect(weir.Http.PutAsJsonAsync("flow/udp/json", new { keys = "ipdestination", value = "frames" }, DeliveryLab.Cancel), true);
        await Expect(weir.Http.PutAsJsonAsync("threshold/flood/json", new { metric = "udp", value = 1000, byFlow = true }, DeliveryLab.Cancel), true);
        await Expect(weir.Http.PutAsJsonAsync("group/lan/json", new { local = new[] { "10.0.0.0/8" } }, DeliveryLab.Cancel), true);
        await Expect(weir.Http.PutAsJsonAsync("flow/bad/json", new { keys = "no such key" }, DeliveryLab.Cancel), false);
        await Expect(weir.Http.DeleteAsync("threshold/flood/json", DeliveryLab.Cancel), true);
        await DeliveryLab.PostAsync(weir, new { message = "no change of anything" });

        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count >= 4, "four audit events");
        Assert.Equal(
            ["ann at 127.0.0.1 PUT /flow/udp/json: done", "ann at 127.0.0.1 PUT /threshold/flood/json: done", "ann at 127.0.0.1 PUT /group/lan/json: done", "ann at 127.0.0.1 DELETE /threshold/flood/json: done"],
            loki.Entries.Select(e => e.Line));
        Assert.All(loki.Entries, e => Assert.Equal(("audit", "ann at 127.0.0.1"), (e["event_kind"], e["who"])));
        Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(weir.Home, "data", "audit.jsonl"), DeliveryLab.Cancel)).Length);
    }

    [Fact]
    public async Task Input_DamagedAndMissingDatagrams_AreToldAtTheSink()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync([$"weir.loki.url={loki.Url}", "weir.loki.filter=kind=selfcheck"]);
        using UdpClient agent = DeliveryLab.Agent(weir);
        await agent.SendAsync(Fixtures.UdpFlood(1, samples: 1), DeliveryLab.Cancel);
        await agent.SendAsync(Fixtures.UdpFlood(5, samples: 1), DeliveryLab.Cancel);
        await agent.SendAsync("no datagram of sFlow"u8.ToArray(), DeliveryLab.Cancel);
        await DeliveryLab.UntilAsync(weir, () => Said(loki, "3 sFlow datagrams of agents never came") && Said(loki, "1 sFlow datagrams or records could not be read"), "what is wrong with the input");
    }

    [Fact]
    public async Task Script_Killed_IsToldAtTheSink()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            [$"weir.loki.url={loki.Url}", "weir.loki.filter=kind=selfcheck", "script.file=mortal.js"],
            home => File.WriteAllText(Path.Combine(home, "mortal.js"), "logInfo('I am ' + process.pid);"));
        int script = int.Parse((await weir.WaitForLogAsync("I am ")).Split(' ')[^1], CultureInfo.InvariantCulture);
        using (System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(script))
        {
            process.Kill();
        }

        await DeliveryLab.UntilAsync(weir, () => Said(loki, "script mortal.js was started again"), "the script's restart");
    }

    [Fact]
    public async Task Spool_OverflowsWhileTheReceiverIsAway_CountsAndTellsWhatWasLost()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await loki.StopAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync([$"weir.loki.url={loki.Url}", "weir.spool.size=32", "weir.loki.breaker.probe=200ms", "weir.loki.metadata.id=event_id"]);
        string[] ids = [];
        string text = new('x', 60_000);
        for (int i = 0; i < 70; i++)
        {
            object[] events = [.. Enumerable.Range(0, 10).Select(_ => new { kind = "large", message = text })];
            ids = [.. ids, .. await DeliveryLab.PostAsync(weir, events)];
        }

        await weir.WaitForJsonAsync("api/v1/events?kind=selfcheck", e => e.ToString().Contains("were removed by age or size before sink loki had sent them", StringComparison.Ordinal));
        JsonElement sink = await DeliveryLab.SinkAsync(weir, "loki", s => s.GetProperty("counters").GetProperty("lost").GetInt64() > 0);
        long lost = sink.GetProperty("counters").GetProperty("lost").GetInt64();
        await loki.StartAsync();
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Any(e => e["event_id"] == ids[^1]), "the newest event");

        // Each event either arrived, once and in order, or is counted as lost; Weir's own word that it started is one more that may be either.
        string[] large = [.. loki.Entries.Where(e => e.Line == text).Select(e => e["event_id"]!)];
        Assert.Equal(ids.Where(large.ToHashSet().Contains), large);
        Assert.InRange(lost, ids.Length - large.Length, ids.Length - large.Length + 1);
    }

    private static bool Said(LokiReceiver loki, string text) => loki.Entries.Any(e => e.Line.Contains(text, StringComparison.Ordinal));

    private static async Task Expect(Task<HttpResponseMessage> request, bool isTaken)
    {
        using HttpResponseMessage answer = await request;
        Assert.True(answer.IsSuccessStatusCode == isTaken, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
