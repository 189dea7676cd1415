using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Weir.EndToEnd.Tests;

/// <summary>Copies of datagrams for other collectors, set over REST and by a script.</summary>
public class ForwardingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_Collector_GetsDatagramsAsTheyCameUntilItIsRemoved()
    {
        using UdpClient collector = new(new IPEndPoint(IPAddress.Loopback, 0));
        await using WeirProcess weir = await WeirProcess.ServeAsync([]);
        Uri path = new("forwarding/copy/json", UriKind.Relative);
        using StringContent body = new($"{{address:'127.0.0.1',port:{((IPEndPoint)collector.Client.LocalEndPoint!).Port}}}");
        using HttpResponseMessage set = await weir.Http.PutAsync(path, body, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);

        using UdpClient agent = new();
        byte[] datagram = Fixtures.UdpFlood(sequence: 1, samples: 2);
        await agent.SendAsync(datagram, "127.0.0.1", weir.SFlowPort, Cancel);
        Assert.Equal(datagram, (await collector.ReceiveAsync(Cancel)).Buffer);
        Assert.Contains("weir_forwarded_datagrams_total{collector=\"copy\"} 1", await weir.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Cancel), StringComparison.Ordinal);

        using HttpResponseMessage removed = await weir.Http.DeleteAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("{}", (await weir.Http.GetFromJsonAsync<JsonElement>("forwarding/json", Cancel)).GetRawText());
    }

    [Fact]
    public async Task Put_WeirItself_IsRefused()
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync([]);
        using StringContent body = new($"{{address:'127.0.0.1',port:{weir.SFlowPort}}}");
        using HttpResponseMessage refused = await weir.Http.PutAsync(new Uri("forwarding/loop/json", UriKind.Relative), body, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("listens itself", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetForward_FromAScript_IsListedAndCleared()
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(["script.file=f.js"], home => File.WriteAllText(
            Path.Combine(home, "f.js"), "logInfo('set ' + setForward('a', '127.0.0.1', 9) + setForward('b', '127.0.0.1', 9)); clearForward('b');"));
        await weir.WaitForLogAsync("set truetrue");
        JsonElement listed = await weir.WaitForJsonAsync("forwarding/json", all => !all.TryGetProperty("b", out _));
        Assert.Equal("""{"address":"127.0.0.1","port":9}""", JsonSerializer.Serialize(listed.GetProperty("a")));
    }
}
