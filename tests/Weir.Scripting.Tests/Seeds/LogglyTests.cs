using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Testing;
using Weir.Wire.Packets.Building;

namespace Weir.Scripting.Tests.Seeds;

/// <summary>ICMP unreachable messages, each posted over HTTPS: the whole way from a datagram to the log service.</summary>
public sealed class LogglyTests
{
    private const string Target = "/inputs/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx/tag/http/";

    private static string Script(string url) => $$"""
        // author: Weir
        // description: posts ICMP unreachable messages
        var url = '{{url}}{{Target}}';
        var keys = ['icmpunreachablenet', 'icmpunreachablehost', 'icmpunreachableprotocol', 'icmpunreachableport'];
        for (var i = 0; i < keys.length; i++) {
          setFlow(keys[i], {
            keys: 'macsource,ipsource,macdestination,ipdestination,' + keys[i],
            value: 'frames', log: true, flowStart: true
          });
        }
        setFlowHandler(function(rec) {
          var [smac, sip, dmac, dip, what] = rec.flowKeys.split(',');
          var msg = {flow_type: rec.name, src_mac: smac, src_ip: sip, dst_mac: dmac, dst_ip: dip, unreachable: what};
          try {
            http(url, 'post', 'application/json', JSON.stringify(msg));
          } catch (e) { logWarning(e); }
        }, keys);
        """;

    private static byte[] Unreachable(int code) => new PacketBuilder()
        .Ethernet("0010DB1122AA", "0010DB1122BB")
        .Ip4("10.0.0.1", "10.0.0.66")
        .Icmp4Error(3, code, new PacketBuilder().Ip4("10.0.0.66", "198.51.100.9").Udp(40_000, 161).Payload(8).Build())
        .Build();

    [Fact]
    public async Task Unreachables_OfFourCodes_ArePostedOnceEach()
    {
        await using Receiver receiver = await Receiver.StartAsync(context => context.Response.WriteAsync("{\"response\":\"ok\"}"), isTls: true);
        await using ScriptLab lab = new ScriptLab(isReplay: true).Script("loggly.js", Script(receiver.Url));
        lab.Options.HttpCaFile = lab.Write("ca.pem", receiver.Pem);
        await lab.StartAsync();
        SampleFeed feed = new(lab.Engine);
        for (int i = 0; i < 3; i++)
        {
            for (int code = 0; code < 4; code++)
            {
                feed.Sample(Unreachable(code), rate: 100);
            }
        }

        await lab.Engine.FlushAsync(TestContext.Current.CancellationToken);
        await lab.Manager.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["icmpunreachablehost", "icmpunreachablenet", "icmpunreachableport", "icmpunreachableprotocol"],
            receiver.Requests.Select(r => Field(r, "flow_type")).Order(StringComparer.Ordinal));
        Assert.All(receiver.Requests, r =>
        {
            Assert.Equal(("POST", Target, "application/json"), (r.Method, r.Target, r.Headers["content-type"]));
            Assert.Equal(["0010DB1122AA", "10.0.0.1", "0010DB1122BB", "10.0.0.66"], new[] { "src_mac", "src_ip", "dst_mac", "dst_ip" }.Select(f => Field(r, f)));
        });
        Assert.Equal("198.51.100.9", Field(receiver.Requests.Single(r => Field(r, "flow_type") == "icmpunreachablehost"), "unreachable"));
        MatchesGolden(receiver.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    public async Task Receiver_ThatRefuses_IsLoggedAndScriptLives(int status)
    {
        await using Receiver receiver = await Receiver.StartAsync(status);
        await using ScriptLab lab = await new ScriptLab(isReplay: true).Script("loggly.js", Script(receiver.Url)).StartAsync();
        SampleFeed feed = new(lab.Engine);
        feed.Sample(Unreachable(3));
        await lab.UntilLogAsync($"HTTP status {status} ");
        feed.Sample(Unreachable(1));
        await lab.UntilAsync(() => receiver.Requests.Count == 2, "second post");
        Assert.Equal("running", lab.Only.State);
    }

    [Fact]
    public async Task Receiver_WithUnknownCertificate_IsRefused()
    {
        await using Receiver receiver = await Receiver.StartAsync(context => context.Response.WriteAsync("ok"), isTls: true);
        await using ScriptLab lab = await new ScriptLab(isReplay: true).Script("loggly.js", Script(receiver.Url)).StartAsync();
        new SampleFeed(lab.Engine).Sample(Unreachable(3));
        await lab.UntilLogAsync("certificate");
        Assert.Empty(receiver.Requests);
    }

    private static string? Field(ReceivedRequest request, string name) => JsonSerializer.Deserialize<JsonElement>(request.Body).GetProperty(name).GetString();

    // Same members in the same order, same values but for what was unreachable.
    private static void MatchesGolden(IReadOnlyList<ReceivedRequest> requests)
    {
        if (!SharedFolder.TryFind(out string shared))
        {
            return;
        }

        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "reference", "golden", "seed-b-loggly.json")));
        Dictionary<string, string> wanted = golden.RootElement.GetProperty("trace").EnumerateArray()
            .Where(c => c[0].GetString() == "http")
            .Select(c => c[4].GetString()!)
            .ToDictionary(b => JsonSerializer.Deserialize<JsonElement>(b).GetProperty("flow_type").GetString()!, Masked);
        Assert.All(requests, r => Assert.Equal(wanted[Field(r, "flow_type")!], Masked(r.Body)));
    }

    private static string Masked(string body) => body[..body.IndexOf("\"unreachable\"", StringComparison.Ordinal)];
}
