using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Weir.EndToEnd.Tests;

/// <summary>What a person or the network may get wrong: each gives a clear message and disturbs nothing else.</summary>
public class BadInputTests
{
    [Fact]
    public async Task Run_UnknownVerb_SaysSoAndFails()
    {
        (int exitCode, string _, string error) = await WeirProcess.RunAsync("frobnicate");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("frobnicate", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_MissingFile_NamesItAndFails()
    {
        (int exitCode, string output, string error) = await WeirProcess.RunAsync("decode", "no-such.pcap");
        Assert.NotEqual(0, exitCode);
        Assert.Empty(output);
        Assert.Contains("no-such.pcap", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Decode_Folder_SaysThatItIsOne()
    {
        (int exitCode, string _, string error) = await WeirProcess.RunAsync("decode", Path.GetTempPath());
        Assert.NotEqual(0, exitCode);
        Assert.Contains("it is a folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_WithoutItsArgument_NamesTheHelpOfThatVerb()
    {
        (int exitCode, string _, string error) = await WeirProcess.RunAsync("sink", "test");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("(see weir sink test --help)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_FileThatIsNoCapture_NamesItAndFails()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "this is no capture");
        (int exitCode, string _, string error) = await WeirProcess.RunAsync("replay", file, "--speed", "max");
        File.Delete(file);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(file, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_NamesThePortAndFails()
    {
        using UdpClient taken = new(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.Client.LocalEndPoint!).Port;
        (int exitCode, string output, string error) = await WeirProcess.RunAsync($"-Dsflow.port={port}", "-Dsflow.address=127.0.0.1", "-Dhttp.port=0");
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{port}", output + error, StringComparison.Ordinal);
        Assert.Contains("in use", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_HttpPortInUse_NamesThePortAndFails()
    {
        TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (int exitCode, string output, string error) = await WeirProcess.RunAsync("-Dsflow.port=0", $"-Dhttp.port={port}");
        taken.Stop();
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{port}", output + error, StringComparison.Ordinal);
        Assert.Contains("in use", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_BadProperty_NamesItAndFails()
    {
        (int exitCode, string _, string error) = await WeirProcess.RunAsync("-Dsflow.port=banana");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("sflow.port=banana", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_MisspeltProperty_IsToldWithWhatWasMeant()
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(["weir.lokki.url=http://127.0.0.1:1", "my-app.limit=3"]);
        await weir.WaitForLogAsync("Property weir.lokki.url is none of Weir's, only scripts see it; did you mean weir.loki.url?");
        Assert.DoesNotContain(weir.Log, line => line.Contains("my-app.limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_BadSink_IsToldOnceAndFails()
    {
        (int exitCode, string output, string error) = await WeirProcess.RunAsync("-Dweir.loki.url=htp://x", "-Dsflow.port=0", "-Dhttp.port=0");
        Assert.NotEqual(0, exitCode);
        Assert.Single((output + error).Split('\n'), line => line.Contains("weir.loki.url", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_MissingScript_NamesItAndServesTheRest()
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            ["script.file=no-such-script.js,good.js"],
            home => File.WriteAllText(Path.Combine(home, "good.js"), "logInfo('good script runs');"));
        await weir.WaitForLogAsync("no-such-script.js");
        await weir.WaitForLogAsync("good script runs");
        Assert.Equal(HttpStatusCode.OK, (await weir.Http.GetAsync("version")).StatusCode);
    }

    [Fact]
    public async Task Serve_RandomDatagrams_AreCountedAndHarmNothing()
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync([]);
        using UdpClient sender = new();
        sender.Connect(IPAddress.Loopback, weir.SFlowPort);
        Random random = new(20261121);
        byte[] good = Fixtures.UdpFlood(sequence: 1, samples: 2);
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[random.Next(0, 600)];
            random.NextBytes(bytes);
            await sender.SendAsync(bytes);
            await sender.SendAsync(good.AsMemory(0, random.Next(1, good.Length)));
        }

        await sender.SendAsync(Fixtures.UdpFlood(sequence: 2, samples: 2));
        await weir.WaitForJsonAsync("analyzer/json", a => a.GetProperty("sFlowDatagramsReceived").GetInt64() >= 1000);
        JsonElement analyzer = await weir.Http.GetFromJsonAsync<JsonElement>("analyzer/json");
        Assert.True(analyzer.GetProperty("sFlowParseErrors").GetInt64() + analyzer.GetProperty("sFlowUnsupportedVersion").GetInt64() > 0);
        JsonElement agents = await weir.Http.GetFromJsonAsync<JsonElement>("agents/json");
        Assert.True(agents.TryGetProperty(Fixtures.Agent, out _));
    }

    [Fact]
    public async Task Serve_NetFlow_IsSaidInTheLogAndCountedBySourceAndReason()
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync([]);
        using UdpClient sender = new();
        sender.Connect(IPAddress.Loopback, weir.SFlowPort);
        for (int i = 0; i < 20; i++)
        {
            await sender.SendAsync((byte[])[0, 9, 0, 1, .. new byte[60]]);
        }

        await weir.WaitForLogAsync("127.0.0.1 sends NetFlow v9 to the sFlow port");
        await weir.WaitForJsonAsync("analyzer/json", a => a.GetProperty("sFlowDatagramsReceived").GetInt64() >= 20);
        JsonElement errors = await weir.Http.GetFromJsonAsync<JsonElement>("api/v1/agents/errors/json");
        Assert.Equal(20, errors.GetProperty("127.0.0.1").GetProperty("NetFlow").GetInt64());
        Assert.Contains("weir_agent_decode_errors_total{agent=\"127.0.0.1\",reason=\"NetFlow\"} 20", await weir.Http.GetStringAsync("metrics"), StringComparison.Ordinal);
        Assert.Single(weir.Log, line => line.Contains("sends NetFlow", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("flow/bad/json", "{keys:'ipsource',value:'bytes',filter:'ipprotocol=6&'}", "filter")]
    [InlineData("flow/bad/json", "{keys:'ipsorce',value:'bytes'}", "ipsorce")]
    [InlineData("flow/bad/json", "this is not JSON", "body:1:1")]
    [InlineData("threshold/bad/json", "{metric:'load_one'}", "value")]
    [InlineData("group/bad/json", "{g:['10.0.0.0/33']}", "10.0.0.0/33")]
    public async Task Put_BadDefinition_AnswersBadRequestThatSaysWhatAndWhere(string path, string body, string names)
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync([]);
        using HttpResponseMessage answer = await weir.Http.PutAsync(path, new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(names, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await weir.Http.GetAsync(path)).StatusCode);
    }
}
