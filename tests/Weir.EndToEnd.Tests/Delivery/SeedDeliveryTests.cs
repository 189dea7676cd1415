using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>The two articles without their scripts: what an operator types is the token, or the address.</summary>
public class SeedDeliveryTests
{
    private const string Token = "01234567-89ab-cdef-0123-456789abcdef";

    private static readonly string[] Fields = ["flow_type", "src_mac", "src_ip", "dst_mac", "dst_ip", "unreachable"];

    // The article's app with emit() in place of its own push; the test says what happened when.
    private const string App = """
        function sendEvent(when, action, attack, target, group, protocol) {
          return emit({
            timestamp: when, kind: 'ddos', severity: action === 'release' ? 'info' : 'warning', subject: target,
            message: [action, attack, target, group, protocol].join(' '),
            fields: {action: action, attack: attack, ip: target, group: group, protocol: protocol}
          });
        }
        setHttpHandler(function(req) { return req.body.map(function(e) sendEvent(e[0], e[1], e[2], e[3], e[4], e[5])); });
        """;

    [Fact]
    public async Task IcmpUnreachablePreset_FourCodes_EachArriveOnceAtLogglyWithoutAScript()
    {
        using TestCertificates certificates = TestCertificates.Create();
        await using LogglyReceiver loggly = new(Token, certificates);
        await loggly.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            ["weir.presets=icmp-unreachable", $"weir.loggly.token={Token}", $"weir.loggly.url={loggly.Url}", "weir.loggly.tls.ca=ca.pem", "weir.events.selfcheck=no"],
            certificates.WriteTo);
        using UdpClient agent = DeliveryLab.Agent(weir);
        for (uint sequence = 1; sequence <= 3; sequence++)
        {
            await agent.SendAsync(Fixtures.Datagram(sequence, 1, [.. Enumerable.Range(0, 4).Select(code => Fixtures.Unreachable(code))]), DeliveryLab.Cancel);
        }

        await weir.WaitForJsonAsync("analyzer/json", a => a.GetProperty("sFlowDatagramsReceived").GetInt64() == 3);
        await DeliveryLab.UntilAsync(weir, () => loggly.Events.Count >= 4, "four events at Loggly");
        await DeliveryLab.SinkAsync(weir, "loggly", sink => sink.GetProperty("waiting").GetInt64() == 0 && sink.GetProperty("state").GetString() == "idle");
        Assert.Equal(
            [
                "icmpunreachablehost,0010DB1122AA,198.51.100.1,0010DB1122BB,203.0.113.66,192.0.2.7",
                "icmpunreachablenet,0010DB1122AA,198.51.100.1,0010DB1122BB,203.0.113.66,192.0.2.7",
                "icmpunreachableport,0010DB1122AA,198.51.100.1,0010DB1122BB,203.0.113.66,udp_161",
                "icmpunreachableprotocol,0010DB1122AA,198.51.100.1,0010DB1122BB,203.0.113.66,17",
            ],
            loggly.Events.Select(e => string.Join(',', Fields.Select(f => e.Json.GetProperty(f).GetString()))).Order(StringComparer.Ordinal));
        Assert.All(loggly.Events, e => Assert.Equal(["http"], e.Tags));
        Assert.Equal((0, 0), (loggly.Untimed, loggly.Dotted));
    }

    [Theory]
    [InlineData("weir.loki.url")]
    [InlineData("ddos_protect.loki.host")]
    public async Task DdosApp_EmitsTheArticlesEvents_ArriveAtLokiAsTheArticlePushesThem(string property)
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        string[] golden = [.. GoldenPushes(Path.Combine(shared, "reference", "golden", "seed-a-loki.json"))];

        // Loki refuses what is older than a week: its clock is that of the golden events.
        ManualTime time = new();
        time.StepWall(DateTimeOffset.FromUnixTimeMilliseconds(1_768_300_121_000) - time.GetUtcNow());
        await using LokiReceiver loki = new() { Time = time };
        await loki.StartAsync();
        string[] where = property == "weir.loki.url"
            ? [$"weir.loki.url={loki.Url}"]
            : ["ddos_protect.loki.host=127.0.0.1", $"ddos_protect.loki.port={loki.Url.Port}", "ddos_protect.loki.push=/loki/api/v1/push"];
        await using WeirProcess weir = await WeirProcess.ServeAsync([.. where, "weir.events.selfcheck=no"], home =>
        {
            string scripts = Path.Combine(home, "app", "ddos-protect", "scripts");
            Directory.CreateDirectory(scripts);
            File.WriteAllText(Path.Combine(scripts, "ddos.js"), App);
        });
        await weir.WaitForJsonAsync("app/ddos-protect/scripts/json", s => s.ToString().Contains("running", StringComparison.Ordinal));
        string[][] said = [.. golden.Select(Said)];
        using HttpResponseMessage answer = await weir.Http.PostAsJsonAsync("app/ddos-protect/scripts/ddos.js/send/json", said, DeliveryLab.Cancel);
        string ids = await answer.Content.ReadAsStringAsync(DeliveryLab.Cancel);
        Assert.True(answer.IsSuccessStatusCode, ids);
        Assert.Equal(golden.Length, JsonSerializer.Deserialize<string[]>(ids)!.Distinct().Count());

        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count >= golden.Length, "every event at Loki");
        Assert.All(loki.Requests, r => Assert.StartsWith("application/json", r.Header("Content-Type"), StringComparison.Ordinal));
        Assert.Equal(golden, loki.Requests.SelectMany(r => Pushed(r.Body.Span)));
        Assert.Equal((0, 0), (loki.Duplicates, loki.Unsorted));
    }

    [Fact]
    public async Task ThresholdEvent_OfAFlow_ArrivesAtLokiAndSyslogWithoutAScript()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        using UdpListener syslog = new();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            [$"weir.loki.url={loki.Url}", "weir.syslog.host=127.0.0.1", $"weir.syslog.port={syslog.Port}", "weir.events.selfcheck=no", "weir.events.audit=no"]);
        await weir.Http.PutAsJsonAsync("flow/udp/json", new { keys = "ipdestination,udpsourceport", value = "frames", t = 1 }, DeliveryLab.Cancel);
        await weir.Http.PutAsJsonAsync("threshold/flood/json", new { metric = "udp", value = 1000, byFlow = true, timeout = 60 }, DeliveryLab.Cancel);
        using UdpClient agent = DeliveryLab.Agent(weir);
        for (uint sequence = 1; sequence <= 100; sequence++)
        {
            await agent.SendAsync(Fixtures.UdpFlood(sequence, samples: 5), DeliveryLab.Cancel);
        }

        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count > 0, "the event at Loki");
        LokiEntry entry = Assert.Single(loki.Entries);
        Assert.StartsWith("flood: udp is ", entry.Line, StringComparison.Ordinal);
        Assert.Contains("packets/s for 192.0.2.129,53 at 192.0.2.254 > 1, threshold 1 kpackets/s", entry.Line, StringComparison.Ordinal);
        Assert.Equal(
            ("weir", "warn", "flood", "192.0.2.129", "53"),
            (entry["service_name"], entry["detected_level"], entry["thresholdID"], entry["ipdestination"], entry["udpsourceport"]));

        string message = await syslog.ReceiveAsync();
        Assert.StartsWith("<132>1 ", message, StringComparison.Ordinal);
        Assert.Contains("flood: udp is ", message, StringComparison.Ordinal);
        JsonElement kept = await weir.Http.GetFromJsonAsync<JsonElement>("api/v1/events?kind=threshold&severity=warning", DeliveryLab.Cancel);
        Assert.Equal(entry.Line, Assert.Single(kept.GetProperty("events").EnumerateArray()).GetProperty("message").GetString());
    }

    // Each push as its one stream and entry, written the same way on both sides.
    private static IEnumerable<string> GoldenPushes(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        foreach (JsonElement call in document.RootElement.GetProperty("trace").EnumerateArray().Where(c => c[0].GetString() == "httpAsync"))
        {
            foreach (string push in Pushed(JsonSerializer.SerializeToUtf8Bytes(call[1].GetProperty("body"))))
            {
                yield return push;
            }
        }
    }

    private static List<string> Pushed(ReadOnlySpan<byte> body)
    {
        JsonElement push = JsonSerializer.Deserialize<JsonElement>(body);
        return [.. push.GetProperty("streams").EnumerateArray().SelectMany(s => s.GetProperty("values").EnumerateArray(), (s, v) => $"{Compact(s.GetProperty("stream"))} {Compact(v)}")];
    }

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);

    // The arguments of sendEvent that the golden entry came from.
    private static string[] Said(string push)
    {
        JsonElement entry = JsonSerializer.Deserialize<JsonElement>(push[(push.IndexOf("} ", StringComparison.Ordinal) + 2)..]);
        long ms = long.Parse(entry[0].GetString()!, System.Globalization.CultureInfo.InvariantCulture) / 1_000_000;
        string when = DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return [when, .. new[] { "action", "attack", "ip", "group", "protocol" }.Select(f => entry[2].GetProperty(f).GetString()!)];
    }
}
