using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Testing.Receivers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>A disk that fills up under a running Weir, on a file system of its own.</summary>
public class FullDiskTests
{
    [Fact]
    public async Task DiskFull_WhileWeirRuns_DetectionGoesOnAndNothingIsLostOnceThereIsRoom()
    {
        Assert.SkipUnless(await CanMountAsync(), "no small file system can be mounted here (unshare -rm)");
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeOnSmallDiskAsync("24m", $"weir.loki.url={loki.Url}", "weir.loki.metadata.id=event_id", "weir.loki.filter=kind!=selfcheck", "weir.events.audit=no");
        await weir.Http.PutAsJsonAsync("flow/udp/json", new { keys = "ipdestination,udpsourceport", value = "frames", t = 1 }, DeliveryLab.Cancel);
        await weir.Http.PutAsJsonAsync("threshold/flood/json", new { metric = "udp", value = 1000, byFlow = true, timeout = 60 }, DeliveryLab.Cancel);
        List<string> accepted = [.. await DeliveryLab.PostAsync(weir, new { message = "before" })];

        // The process sees the file system that it mounted; others see it through the process.
        string filler = $"/proc/{weir.ProcessId}/root{Path.Combine(weir.Home, "data", "filler")}";
        Fill(filler);
        await RefusedAsync(weir, accepted);
        using UdpClient agent = DeliveryLab.Agent(weir);
        for (uint sequence = 1; sequence <= 100; sequence++)
        {
            await agent.SendAsync(Fixtures.UdpFlood(sequence, samples: 5), DeliveryLab.Cancel);
        }

        await weir.WaitForJsonAsync("events/json", events => events.GetArrayLength() > 0);
        Assert.DoesNotContain(loki.Entries, entry => entry.Line.StartsWith("flood: ", StringComparison.Ordinal));
        string metrics = await weir.Http.GetStringAsync("metrics", DeliveryLab.Cancel);
        Assert.Contains("weir_spool_trouble 1", metrics, StringComparison.Ordinal);

        File.Delete(filler);
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Any(entry => entry.Line.StartsWith("flood: ", StringComparison.Ordinal)), "the crossing that had to wait");
        accepted.AddRange(await DeliveryLab.PostAsync(weir, new { message = "after" }));
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Any(entry => entry.Line == "after"), "the event after it");
        Assert.Equal(accepted, loki.Entries.Where(entry => !entry.Line.StartsWith("flood: ", StringComparison.Ordinal)).Select(entry => entry["event_id"]));
        Assert.Single(loki.Entries, entry => entry.Line.StartsWith("flood: ", StringComparison.Ordinal));
        Assert.Contains("weir_spool_refused_total{reason=\"full\"} 0", await weir.Http.GetStringAsync("metrics", DeliveryLab.Cancel), StringComparison.Ordinal);
    }

    // What is left in the last page still takes an event or two.
    private static async Task RefusedAsync(WeirProcess weir, List<string> accepted)
    {
        string text = new('x', 3_000);
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage answer = await weir.Http.PostAsJsonAsync("api/v1/events", new { message = text }, DeliveryLab.Cancel);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return;
            }

            accepted.AddRange((await answer.Content.ReadFromJsonAsync<JsonElement>(DeliveryLab.Cancel)).GetProperty("ids").Deserialize<string[]>()!);
        }

        Assert.Fail("a full disk took everything");
    }

    private static void Fill(string path)
    {
        byte[] bytes = new byte[4_096];
        using FileStream filler = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(bytes);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<bool> CanMountAsync()
    {
        using Process? process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "sh", "-c", "mount -t tmpfs none /mnt"]) { RedirectStandardError = true });
        await process!.WaitForExitAsync(DeliveryLab.Cancel);
        return process.ExitCode == 0;
    }
}
