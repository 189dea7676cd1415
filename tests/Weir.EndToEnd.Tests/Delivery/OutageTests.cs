using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Testing.Receivers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>Receivers that are away, a Weir that is killed, a disk that refuses, a configuration that changes.</summary>
public class OutageTests
{
    private const string Secret = "s3cr3t-0123456789abcdef";

    [Fact]
    public async Task EventsTaken_WeirKilledWhileLokiIsDown_ArriveOnceAndInOrderAfterwards()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await loki.StopAsync();
        DirectoryInfo data = Directory.CreateTempSubdirectory("weir-e2e-data-");
        string[] definitions = [$"weir.data={data.FullName}", $"weir.loki.url={loki.Url}", "weir.loki.retry.max=500ms", "weir.loki.breaker.pause=300ms", "weir.events.selfcheck=no"];
        List<string> taken = [];
        for (int life = 0; life < 3; life++)
        {
            await using WeirProcess weir = await WeirProcess.ServeAsync(definitions);
            for (int i = 0; i < 20; i++)
            {
                taken.AddRange(await DeliveryLab.PostAsync(weir, [.. Enumerable.Range(0, 5).Select(n => Event(taken.Count + n))]));
            }

            if (life == 1)
            {
                // Some of them are on their way when the second kill comes.
                await loki.StartAsync();
                await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count > 0, "the first entry at Loki");
                await weir.KillAsync();
            }
            else if (life == 0)
            {
                await weir.KillAsync();
            }
            else
            {
                await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count >= taken.Count, "every entry at Loki");
                await DeliveryLab.SinkAsync(weir, "loki", sink => sink.GetProperty("waiting").GetInt64() == 0);
            }
        }

        Assert.Equal(300, taken.Distinct().Count());
        Assert.Equal(taken, loki.Entries.Select(e => e.Line));
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task SinksFile_ChangedWhileWeirRuns_TakesEffectAndABadOneDoesNot()
    {
        await using LokiReceiver first = new();
        await using LokiReceiver second = new();
        await first.StartAsync();
        await second.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync(["weir.events.selfcheck=no"], home => Write(home, $"sinks:\n  main:\n    type: loki\n    url: {first.Url}\n"));
        await DeliveryLab.PostAsync(weir, Event(1));
        await DeliveryLab.UntilAsync(weir, () => first.Entries.Count == 1, "the first event");

        Write(weir.Home, "sinks:\n  main:\n    type: loki\n    url: nowhere\n  other:\n    type: lokki\n");
        JsonElement wrong = await weir.WaitForJsonAsync("api/v1/sinks", s => s.GetProperty("problems").GetArrayLength() >= 2);
        Assert.Contains("lokki", wrong.GetProperty("problems").ToString(), StringComparison.Ordinal);
        await DeliveryLab.PostAsync(weir, Event(2));
        await DeliveryLab.UntilAsync(weir, () => first.Entries.Count == 2, "the second event, by the configuration that was in force");

        Write(weir.Home, $"sinks:\n  main:\n    type: loki\n    url: {second.Url}\n");
        await weir.WaitForJsonAsync("api/v1/sinks", s => s.GetProperty("problems").GetArrayLength() == 0 && s.ToString().Contains($":{second.Url.Port}", StringComparison.Ordinal));
        await DeliveryLab.PostAsync(weir, Event(3));
        await DeliveryLab.UntilAsync(weir, () => second.Entries.Count == 1, "the third event at the other place");
        Assert.Equal(["e2e-1", "e2e-2"], first.Entries.Select(e => e.Line));
        Assert.Equal("e2e-3", second.Entries[0].Line);
    }

    [Fact]
    public async Task SinksFile_BadAtStart_NamesEveryProblemAndFails()
    {
        string home = Directory.CreateTempSubdirectory("weir-e2e-").FullName;
        Write(home, "sinks:\n  main:\n    type: loki\n    url: nowhere\n    colour: blue\n  other:\n    type: lokki\n");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () =>
        {
            await using WeirProcess weir = await WeirProcess.ServeAsync([], into => CopyConf(home, into));
        });
        (int exitCode, string output, string error) = await VerbAsync(home, "sink", "check");
        Assert.NotEqual(0, exitCode);
        Assert.All(new[] { "sinks.main.url", "sinks.main.colour", "lokki" }, part => Assert.Contains(part, output + error, StringComparison.Ordinal));
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Secrets_OfSinks_AreShownNowhere()
    {
        await using LokiReceiver loki = new() { Standing = Fault.Status(401, Secret) };
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            [$"weir.loki.url={loki.Url}", $"weir.loki.auth.bearer={Secret}", "weir.loggly.url=http://127.0.0.1:9/", $"weir.loggly.token={Secret}"],
            home => Write(home, $"sinks:\n  hook:\n    type: loki\n    url: http://user:{Secret}@127.0.0.1:9/\n    headers:\n      X-Api-Key: {Secret}\n"));
        await DeliveryLab.PostAsync(weir, Event(1));
        await DeliveryLab.SinkAsync(weir, "loki", sink => sink.GetProperty("state").GetString() == "misconfigured");
        foreach (string path in (string[])["api/v1/sinks", "api/v1/sinks/loki", "api/v1/sinks/hook", "api/v1/sinks/loggly", "metrics", "api/v1/events", "api/v1/status/json"])
        {
            Assert.DoesNotContain(Secret, await weir.Http.GetStringAsync(path, DeliveryLab.Cancel), StringComparison.Ordinal);
        }

        using HttpResponseMessage test = await weir.Http.PostAsync("api/v1/sinks/loki/test", null, DeliveryLab.Cancel);
        string word = await test.Content.ReadAsStringAsync(DeliveryLab.Cancel);
        Assert.Contains("misconfigured", word, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, word, StringComparison.Ordinal);
        Assert.DoesNotContain(weir.Log, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DiskThatRefuses_AtStart_IsToldAndTriedAgainUntilItTakesEvents()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        string spool = "";
        await using WeirProcess weir = await WeirProcess.ServeAsync(["script.file=e.js", $"weir.loki.url={loki.Url}"], home =>
        {
            spool = Path.Combine(home, "data", "spool");
            Directory.CreateDirectory(Path.Combine(home, "data"));
            File.WriteAllText(spool, "not a folder");
            File.WriteAllText(Path.Combine(home, "e.js"), "try { emit({message: 'm'}); } catch (e) { logWarning('no emit: ' + e.message); }");
        });
        await weir.WaitForLogAsync("events cannot be kept in");
        await weir.WaitForLogAsync("no emit: emit: the event was not stored:");
        using HttpResponseMessage posted = await weir.Http.PostAsJsonAsync("api/v1/events", new { message = "m" }, DeliveryLab.Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, posted.StatusCode);
        using HttpResponseMessage ready = await weir.Http.GetAsync("readyz", DeliveryLab.Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("events cannot be kept", await ready.Content.ReadAsStringAsync(DeliveryLab.Cancel), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await weir.Http.GetAsync("version", DeliveryLab.Cancel)).StatusCode);
        JsonElement sinks = await weir.Http.GetFromJsonAsync<JsonElement>("api/v1/sinks", DeliveryLab.Cancel);
        Assert.Contains("events cannot be kept", sinks.GetProperty("problems").ToString(), StringComparison.Ordinal);

        File.Delete(spool);
        await weir.WaitForLogAsync("Events are kept again");
        await DeliveryLab.PostAsync(weir, Event(1));
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Any(e => e.Line == "e2e-1"), "an event once the disk was mended");
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Any(e => e.Line.StartsWith("events are kept again; ", StringComparison.Ordinal)), "that events had not been taken");
        Assert.Equal(HttpStatusCode.OK, (await weir.Http.GetAsync("readyz", DeliveryLab.Cancel)).StatusCode);
    }

    [Fact]
    public async Task SelfCheck_StartAndFailingSink_AreEventsThatAreKept()
    {
        await using LokiReceiver loki = new() { Standing = Fault.Status(401, "no org id") };
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync([$"weir.loki.url={loki.Url}"]);
        JsonElement events = await weir.WaitForJsonAsync("api/v1/events?kind=selfcheck", e => e.ToString().Contains("sink loki fails", StringComparison.Ordinal));
        JsonElement[] all = [.. events.GetProperty("events").EnumerateArray()];
        Assert.Contains("started", all[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        JsonElement failing = Assert.Single(all, e => e.GetProperty("subject").GetString() == "sink loki");
        Assert.Equal("error", failing.GetProperty("severity").GetString());
        Assert.Contains("weir_sink_healthy{sink=\"loki\",type=\"loki\",of=\"events\"} 0", await weir.Http.GetStringAsync("metrics", DeliveryLab.Cancel), StringComparison.Ordinal);

        loki.Standing = null;
        using HttpResponseMessage test = await weir.Http.PostAsync("api/v1/sinks/loki/test", null, DeliveryLab.Cancel);
        Assert.Contains("\"ok\": true", await test.Content.ReadAsStringAsync(DeliveryLab.Cancel), StringComparison.Ordinal);
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Any(e => e.Line.StartsWith("sink loki fails", StringComparison.Ordinal)), "everything once somebody mended it");
    }

    [Fact]
    public async Task Replay_WithoutAWord_KeepsNoEvents()
    {
        string capture = Path.GetTempFileName();
        using (PcapWriter writer = new(capture))
        {
            writer.Add(1_768_300_000_000_000, Fixtures.UdpFlood(1, 5));
        }

        await using WeirProcess weir = await WeirProcess.ServeAsync(
            ["script.file=e.js"],
            home => File.WriteAllText(Path.Combine(home, "e.js"), "logInfo('emitted ' + emit({id: 'mine', message: 'm'}));"),
            null,
            "replay",
            capture,
            "--keep");
        await weir.WaitForLogAsync("emitted mine");
        using HttpResponseMessage events = await weir.Http.GetAsync("api/v1/events", DeliveryLab.Cancel);
        Assert.Equal(HttpStatusCode.NotFound, events.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(weir.Home, "data", "spool")));
        File.Delete(capture);
    }

    internal static void Write(string home, string yaml)
    {
        Directory.CreateDirectory(Path.Combine(home, "conf.d"));
        string file = Path.Combine(home, "conf.d", "sinks.yaml");
        File.WriteAllText(file + ".new", yaml);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static object Event(int number) => new { id = $"e2e-{number}", kind = "test", message = $"e2e-{number}" };

    private static void CopyConf(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "conf.d"));
        File.Copy(Path.Combine(from, "conf.d", "sinks.yaml"), Path.Combine(to, "conf.d", "sinks.yaml"));
    }

    private static Task<(int ExitCode, string Output, string Error)> VerbAsync(string home, params string[] arguments) => WeirProcess.RunInAsync(home, arguments);
}
