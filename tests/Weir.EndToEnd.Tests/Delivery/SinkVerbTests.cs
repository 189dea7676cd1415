using System.Net.Http.Json;
using System.Text.Json;
using Weir.Testing.Receivers;

namespace Weir.EndToEnd.Tests.Delivery;

/// <summary>The verbs about sinks, as an operator types them.</summary>
public class SinkVerbTests
{
    [Fact]
    public async Task SinkTest_ReceiverTakesOrRefuses_PrintsItsWord()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        (int exitCode, string output, string error) = await WeirProcess.RunAsync("sink", "test", "loki", $"-Dweir.loki.url={loki.Url}");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("loki took ", output, StringComparison.Ordinal);
        Assert.Single(loki.Entries);

        loki.Standing = Fault.Status(401, "no org id");
        (exitCode, output, _) = await WeirProcess.RunAsync("sink", "test", "loki", "--json", $"-Dweir.loki.url={loki.Url}");
        Assert.Equal(1, exitCode);
        JsonElement word = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal((false, "misconfigured"), (word.GetProperty("ok").GetBoolean(), word.GetProperty("outcome").GetString()));
        Assert.Contains("no org id", word.GetProperty("reason").GetString(), StringComparison.Ordinal);

        (exitCode, _, error) = await WeirProcess.RunAsync("sink", "test", "lokki", $"-Dweir.loki.url={loki.Url}");
        Assert.Equal(1, exitCode);
        Assert.Contains("there is no sink 'lokki'; there is loki", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SinkList_WeirRunsOrNot_SaysWhatItKnows()
    {
        await using LokiReceiver loki = new();
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync([$"weir.loki.url={loki.Url}", "weir.http.token=open-sesame"]);
        string port = $"-Dhttp.port={weir.HttpPort}";
        (int exitCode, string output, string error) = await WeirProcess.RunAsync("sink", "list", port, "-Dweir.http.token=open-sesame");
        Assert.True(exitCode == 0, output + error);
        Assert.StartsWith("loki ", output, StringComparison.Ordinal);
        (exitCode, _, error) = await WeirProcess.RunAsync("sink", "list", port, "-Dweir.http.token=wrong");
        Assert.Equal(1, exitCode);
        Assert.Contains("answers 401", error, StringComparison.Ordinal);
        (exitCode, output, _) = await WeirProcess.RunAsync("sink", "resend", "loki", "--json", port, "-Dweir.http.token=open-sesame");
        Assert.Equal((0, 0), (exitCode, JsonSerializer.Deserialize<JsonElement>(output).GetProperty("resent").GetInt32()));

        (exitCode, output, _) = await WeirProcess.RunAsync("sink", "list", "-Dhttp.port=1", "-Dweir.loki.url=http://127.0.0.1:9/");
        Assert.Equal(0, exitCode);
        Assert.Contains("no Weir answers", output, StringComparison.Ordinal);
        Assert.Contains("loki", output, StringComparison.Ordinal);
        (exitCode, _, error) = await WeirProcess.RunAsync("sink", "resend", "loki", "-Dhttp.port=1");
        Assert.Equal(1, exitCode);
        Assert.Contains("no Weir answers", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SinkResend_ReceiverWasMended_DeliversTheDeadLettersOnce()
    {
        await using LokiReceiver loki = new() { Standing = Fault.Status(400, "no such thing") };
        await loki.StartAsync();
        await using WeirProcess weir = await WeirProcess.ServeAsync([$"weir.loki.url={loki.Url}", "weir.events.selfcheck=no", "weir.events.audit=no"]);
        await DeliveryLab.PostAsync(weir, new { message = "one" }, new { message = "two" });
        await DeliveryLab.SinkAsync(weir, "loki", sink => sink.GetProperty("counters").GetProperty("deadLetters").GetInt64() == 2);
        JsonElement letters = await weir.Http.GetFromJsonAsync<JsonElement>("api/v1/sinks/loki/deadletters", DeliveryLab.Cancel);
        Assert.Equal(2, letters.GetArrayLength());
        Assert.Contains("no such thing", letters.ToString(), StringComparison.Ordinal);
        Assert.Empty(loki.Entries);

        loki.Standing = null;
        (int exitCode, string output, string error) = await WeirProcess.RunAsync("sink", "resend", "loki", "--json", $"-Dhttp.port={weir.HttpPort}");
        Assert.True(exitCode == 0, output + error);
        Assert.Equal(2, JsonSerializer.Deserialize<JsonElement>(output).GetProperty("resent").GetInt32());
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count == 2, "both events");
        Assert.Equal(["one", "two"], loki.Entries.Select(e => e.Line));

        loki.Standing = Fault.Status(400, "no such thing");
        await DeliveryLab.PostAsync(weir, new { message = "three" });
        await DeliveryLab.SinkAsync(weir, "loki", sink => sink.GetProperty("counters").GetProperty("deadLetters").GetInt64() == 1);
        loki.Standing = null;
        using HttpResponseMessage resent = await weir.Http.PostAsync("api/v1/sinks/loki/resend", null, DeliveryLab.Cancel);
        Assert.Contains("1", await resent.Content.ReadAsStringAsync(DeliveryLab.Cancel), StringComparison.Ordinal);
        await DeliveryLab.UntilAsync(weir, () => loki.Entries.Count == 3, "the third event");
        await DeliveryLab.SinkAsync(weir, "loki", sink => sink.GetProperty("counters").GetProperty("deadLetters").GetInt64() == 0);
        Assert.Equal((3, 0), (loki.Entries.Count, loki.Duplicates));
    }

    [Fact]
    public async Task TypesAndPresets_AreListed()
    {
        (int exitCode, string output, _) = await WeirProcess.RunAsync("sink", "types");
        Assert.Equal(0, exitCode);
        Assert.All(new[] { "-Dweir.loki.url=...", "-Dweir.file.path=..." }, property => Assert.Contains(property, output, StringComparison.Ordinal));
        (exitCode, output, _) = await WeirProcess.RunAsync("presets");
        Assert.Equal(0, exitCode);
        Assert.Contains("icmpunreachableport", output, StringComparison.Ordinal);
        (exitCode, _, string error) = await WeirProcess.RunAsync("-Dweir.presets=nonsense", "-Dhttp.port=0", "-Dsflow.port=0");
        Assert.Equal(1, exitCode);
        Assert.Contains("no preset 'nonsense'; there is icmp-unreachable", error, StringComparison.Ordinal);
    }
}
