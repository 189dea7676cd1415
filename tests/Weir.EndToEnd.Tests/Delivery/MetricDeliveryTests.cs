using System.Net.Http.Json;
using System.Net.Sockets;
using Weir.Testing.Receivers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>Metrics on a schedule, by properties and by the file.</summary>
public class MetricDeliveryTests
{
    [Fact]
    public async Task Metrics_OfPropertiesAndThenOfTheFile_ArriveAtGraphiteWithIncreasingTimes()
    {
        await using GraphiteReceiver graphite = new();
        graphite.Start();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            ["weir.graphite.host=127.0.0.1", $"weir.graphite.port={graphite.Port}", "weir.metrics.flows=udp:3", "weir.metrics.export=load_one", "weir.metrics.interval=1"]);
        await weir.Http.PutAsJsonAsync("flow/udp/json", new { keys = "ipdestination,udpsourceport", value = "frames", t = 60 }, DeliveryLab.Cancel);
        using UdpClient agent = DeliveryLab.Agent(weir);
        for (uint sequence = 1; sequence <= 20; sequence++)
        {
            await agent.SendAsync(Fixtures.UdpFlood(sequence, samples: 5), DeliveryLab.Cancel);
        }

        await DeliveryLab.UntilAsync(weir, () => Times(graphite, "udp").Count() > 1, "two rounds of the flow");
        Assert.All(Names(graphite), name => Assert.Contains("udp", name, StringComparison.Ordinal));
        Assert.Contains(Names(graphite), name => name.Contains("192.0.2.129", StringComparison.Ordinal) || name.Contains("192_0_2_129", StringComparison.Ordinal));
        Assert.All(graphite.Values.Values, value => Assert.True(value > 0));
        Assert.Empty(graphite.Bad);

        await weir.Http.PutAsJsonAsync("flow/other/json", new { keys = "udpsourceport", value = "frames", t = 60 }, DeliveryLab.Cancel);
        await agent.SendAsync(Fixtures.UdpFlood(21, samples: 5), DeliveryLab.Cancel);
        OutageTests.Write(weir.Home, "metrics:\n  interval: 1s\n  flows: [other:2]\n");
        await DeliveryLab.UntilAsync(weir, () => Times(graphite, "other").Any(), "the flow that the file names");
    }

    private static IEnumerable<string> Names(GraphiteReceiver graphite) => graphite.Values.Keys.Select(key => key[..key.LastIndexOf(' ')]).Distinct();

    private static IEnumerable<string> Times(GraphiteReceiver graphite, string part) =>
        graphite.Values.Keys.Where(key => key.Contains(part, StringComparison.Ordinal)).Select(key => key[(key.LastIndexOf(' ') + 1)..]).Distinct();
}
