using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.EndToEnd.Tests;

/// <summary>The two articles Weir began with, from the sFlow datagram to the receiver's store, through the real program.</summary>
public class SeedTests
{
    [Fact]
    public async Task IcmpUnreachableScript_FourCodes_EachArriveOnceAtTheHttpsReceiver()
    {
        await using HttpReceiver loggly = await HttpReceiver.StartAsync(tls: true, c => c.Response.WriteAsync("{\"response\" : \"ok\"}"));
        string authorities = Path.GetTempFileName();
        await File.WriteAllTextAsync(authorities, loggly.Certificate!.ExportCertificatePem());
        await using WeirProcess weir = await WeirProcess.ServeAsync(
        [
            $"script.file={Script("icmp-unreachable.js")}",
            $"test.url={loggly.Address}",
            "test.token=xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            $"weir.http.cafile={authorities}",
        ]);
        await weir.WaitForJsonAsync("flow/json", f => f.EnumerateObject().Count() == 4);

        using UdpClient agent = Connect(weir);
        for (uint sequence = 1; sequence <= 3; sequence++)
        {
            await agent.SendAsync(Fixtures.Datagram(sequence, 1, [.. Enumerable.Range(0, 4).Select(code => Fixtures.Unreachable(code))]));
        }

        IReadOnlyList<HttpReceiver.Received> posts = await loggly.WaitForAsync(4);
        await weir.WaitForJsonAsync("analyzer/json", a => a.GetProperty("sFlowDatagramsReceived").GetInt64() == 3);
        Assert.Equal(4, loggly.Requests.Count);
        Assert.All(posts, p => Assert.Equal("/inputs/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx/tag/http/", p.Path));
        Assert.All(posts, p => Assert.Equal("application/json", p.ContentType));
        Assert.Equal(
            [
                """{"flow_type":"icmpunreachablehost","src_mac":"0010DB1122AA","src_ip":"198.51.100.1","dst_mac":"0010DB1122BB","dst_ip":"203.0.113.66","unreachable":"192.0.2.7"}""",
                """{"flow_type":"icmpunreachablenet","src_mac":"0010DB1122AA","src_ip":"198.51.100.1","dst_mac":"0010DB1122BB","dst_ip":"203.0.113.66","unreachable":"192.0.2.7"}""",
                """{"flow_type":"icmpunreachableport","src_mac":"0010DB1122AA","src_ip":"198.51.100.1","dst_mac":"0010DB1122BB","dst_ip":"203.0.113.66","unreachable":"udp_161"}""",
                """{"flow_type":"icmpunreachableprotocol","src_mac":"0010DB1122AA","src_ip":"198.51.100.1","dst_mac":"0010DB1122BB","dst_ip":"203.0.113.66","unreachable":"17"}""",
            ],
            posts.Select(p => p.Body).Order(StringComparer.Ordinal));
        File.Delete(authorities);
    }

    [Fact]
    public async Task DdosEvents_AttackAndEnd_ArriveAtLokiAndSyslog()
    {
        await using HttpReceiver loki = await HttpReceiver.StartAsync(tls: false, c =>
        {
            c.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        using UdpListener syslog = new();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
        [
            $"script.file={Script("ddos-events.js")}",
            "ddos_protect.loki.host=127.0.0.1",
            $"ddos_protect.loki.port={loki.Port}",
            "ddos_protect.syslog.host=no-such-host.invalid,127.0.0.1",
            $"ddos_protect.syslog.port={syslog.Port}",
        ]);
        await weir.WaitForJsonAsync("threshold/json", t => t.EnumerateObject().Any());

        using UdpClient agent = Connect(weir);
        for (uint sequence = 1; sequence <= 100; sequence++)
        {
            await agent.SendAsync(Fixtures.UdpFlood(sequence, samples: 5));
        }

        HttpReceiver.Received detected = (await loki.WaitForAsync(1))[0];
        Assert.Equal("/loki/api/v1/push", detected.Path);
        Assert.Equal("application/json", detected.ContentType);
        AssertEvent(detected.Body, "filter", "WARN");
        string message = await syslog.ReceiveAsync();
        Assert.StartsWith("<133>", message, StringComparison.Ordinal);
        Assert.Contains("\"attack\":\"udp_amplification\"", message, StringComparison.Ordinal);
        Assert.Contains("\"ip\":\"192.0.2.129\"", message, StringComparison.Ordinal);

        // The attack is over: the script releases it once the rate stayed below for the threshold's timeout.
        HttpReceiver.Received released = (await loki.WaitForAsync(2))[1];
        AssertEvent(released.Body, "release", "INFO");
        Assert.Contains("\"action\":\"release\"", await syslog.ReceiveAsync(), StringComparison.Ordinal);

        // Loki answers 204 and the script of the article looks for 200: the true status is what it must see.
        await weir.WaitForLogAsync("Loki status 204");
        await weir.WaitForLogAsync("no-such-host.invalid");
    }

    private static void AssertEvent(string body, string action, string level)
    {
        JsonElement stream = JsonDocument.Parse(body).RootElement.GetProperty("streams")[0];
        Assert.Equal("""{"service_name":"ddos-protect"}""", stream.GetProperty("stream").GetRawText());
        JsonElement value = stream.GetProperty("values")[0];
        Assert.Matches("^[0-9]{19}$", value[0].GetString()!);
        Assert.Equal($"{action} udp_amplification 192.0.2.129 local 53", value[1].GetString());
        Dictionary<string, string> expected = new()
        {
            ["detected_level"] = level,
            ["action"] = action,
            ["attack"] = "udp_amplification",
            ["ip"] = "192.0.2.129",
            ["group"] = "local",
            ["protocol"] = "53",
        };
        Assert.Equal(expected, value[2].EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!));
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "scripts", name);

    private static UdpClient Connect(WeirProcess weir)
    {
        UdpClient client = new();
        client.Connect(IPAddress.Loopback, weir.SFlowPort);
        return client;
    }
}
