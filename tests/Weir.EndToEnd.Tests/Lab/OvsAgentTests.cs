using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.EndToEnd.Tests.Lab;

/// <summary>Real traffic through a real agent into the real program.</summary>
[Collection(OvsLab.Collection)]
public sealed class OvsAgentTests
{
    private const double PacketsPerSecond = 4_000;
    private const int Sampling = 10;
    private const int TimeConstantSeconds = 2;
    private const int Readings = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // One reading in twenty lies outside its interval by chance, so the median of several is judged.
    [Fact]
    public async Task Stream_OfKnownRate_IsReportedWithinItsOwnInterval()
    {
        SkipWithoutLab();
        await using WeirProcess weir = await WeirProcess.ServeAsync([]);
        string definition = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"keys":"ipsource,ipdestination","value":"frames","filter":"udpdestinationport={{OvsLab.StreamPort}}","t":{{TimeConstantSeconds}}}""");
        using StringContent body = new(definition, null, "application/json");
        (await weir.Http.PutAsync(new Uri("flow/ovs/json", UriKind.Relative), body, Cancel)).EnsureSuccessStatusCode();

        using OvsLab lab = await OvsLab.CreateAsync(new OvsLabOptions { SFlowPort = weir.SFlowPort, Sampling = Sampling }, Cancel);
        Task stream = lab.SendAsync(count: 48_000, payloadBytes: 400, PacketsPerSecond, Cancel);
        List<(double Value, double Low, double High)> rates = [];
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        for (int i = 1; i <= 3 * TimeConstantSeconds || rates.Count < Readings; i++)
        {
            await second.WaitForNextTickAsync(Cancel);
            JsonElement[] rows = (await weir.Http.GetFromJsonAsync<JsonElement[]>("activeflows/ALL/ovs/json?ci=true", Cancel))!;
            if (i > 2 * TimeConstantSeconds && rows.Length > 0)
            {
                Assert.Equal("10.99.0.1,10.99.0.2", rows[0].GetProperty("key").GetString());
                rates.Add((rows[0].GetProperty("value").GetDouble(), rows[0].GetProperty("low").GetDouble(), rows[0].GetProperty("high").GetDouble()));
            }

            Assert.False(stream.IsCompleted && rates.Count < Readings, $"the stream ended after {rates.Count} readings");
        }

        (double value, double low, double high) = rates.OrderBy(r => r.Value).ElementAt(rates.Count / 2);

        // That 95 % intervals hold the truth 95 times in 100 is TruthTests' matter; here 99.9 % keeps chance out of the verdict.
        double margin = (high - low) / 2 * (3.29 / 1.96);
        Assert.InRange(PacketsPerSecond, value - margin, value + margin);
        Assert.InRange((high - low) / value, 0.02, 0.3);
        await stream;
    }

    [Fact]
    public async Task PortUnreachable_ProvokedByRealTraffic_ArrivesAtTheHttpsReceiverThroughTheScript()
    {
        SkipWithoutLab();
        await using HttpReceiver receiver = await HttpReceiver.StartAsync(tls: true, c => c.Response.WriteAsync("{\"response\" : \"ok\"}", Cancel));
        string authorities = Path.GetTempFileName();
        await File.WriteAllTextAsync(authorities, receiver.Certificate!.ExportCertificatePem(), Cancel);
        await using WeirProcess weir = await WeirProcess.ServeAsync(
        [
            $"script.file={Path.Combine(AppContext.BaseDirectory, "scripts", "icmp-unreachable.js")}",
            $"test.url={receiver.Address}",
            "test.token=lab",
            $"weir.http.cafile={authorities}",
        ]);
        await weir.WaitForJsonAsync("flow/json", f => f.EnumerateObject().Count() == 4);
        using OvsLab lab = await OvsLab.CreateAsync(new OvsLabOptions { SFlowPort = weir.SFlowPort, Sampling = 2 }, Cancel);
        await lab.ProvokePortUnreachableAsync(count: 60, Cancel);

        HttpReceiver.Received post = (await receiver.WaitForAsync(1))[0];
        Dictionary<string, string> message = JsonSerializer.Deserialize<Dictionary<string, string>>(post.Body)!;
        Assert.Equal("icmpunreachableport", message["flow_type"]);
        Assert.Equal("10.99.0.2", message["src_ip"]);
        Assert.Equal("10.99.0.1", message["dst_ip"]);
        Assert.Equal($"udp_{OvsLab.ClosedPort}", message["unreachable"]);
        Assert.Matches("^[0-9A-F]{12}$", message["src_mac"]);
        File.Delete(authorities);
    }

    private static void SkipWithoutLab()
    {
        string? whyNot = OvsLab.WhyNot();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
    }
}
