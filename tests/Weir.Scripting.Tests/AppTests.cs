using System.Text.Json;
using Weir.Wire.Packets.Building;

namespace Weir.Scripting.Tests;

public sealed class AppTests
{
    private static ScriptLab WithApp(string app)
    {
        string name = $"{app}.js";
        string? source = FindApps() is string apps ? Path.Combine(apps, app, "scripts", name) : null;
        Assert.SkipWhen(source is null, "the sources of the example apps are not there");
        return new ScriptLab(isReplay: true).App(app, name, File.ReadAllText(source));
    }

    private static byte[] Udp(int port) => new PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.2").Udp(1000, port).Payload(100).Build();

    [Fact]
    public async Task Hello_WithSamples_ListsPairs()
    {
        await using ScriptLab lab = await WithApp("hello").StartAsync();
        SampleFeed feed = new(lab.Engine);
        for (int i = 0; i < 50; i++)
        {
            feed.Sample(Udp(53), rate: 100);
        }

        JsonElement top = await lab.JsonAsync("hello~hello.js/top/json?n=5");
        Assert.Equal(("192.0.2.1", "198.51.100.2"), (top[0].GetProperty("source").GetString(), top[0].GetProperty("destination").GetString()));
        Assert.True(top[0].GetProperty("bitsPerSecond").GetDouble() > 0);
        Assert.Equal(404, (await lab.AskAsync("hello~hello.js/other/json")).Status);
        Assert.Equal(400, (await lab.AskAsync("hello~hello.js/top/json?n=x")).Status);
    }

    [Fact]
    public async Task IcmpUnreachable_WithReceiver_Posts()
    {
        await using Receiver receiver = await Receiver.StartAsync(200, "ok");
        await using ScriptLab lab = await WithApp("icmp-unreachable").Property("icmp-unreachable.url", receiver.Url + "/x").StartAsync();
        byte[] quoted = new PacketBuilder().Ip4("10.0.0.66", "198.51.100.9").Udp(40_000, 161).Payload(8).Build();
        new SampleFeed(lab.Engine).Sample(new PacketBuilder().Ethernet().Ip4("10.0.0.1", "10.0.0.66").Icmp4Error(3, 1, quoted).Build());
        await lab.UntilAsync(() => receiver.Requests.Count == 1, "post");
        Assert.Contains("\"flow_type\":\"icmpunreachablehost\"", receiver.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TopPorts_LimitSetByHttp_FiresAndSurvivesRestart()
    {
        await using ScriptLab lab = await WithApp("top-ports").StartAsync();
        Assert.Equal(400, (await lab.AskAsync("top-ports~top-ports.js/limit/json", "PUT", "\"x\"")).Status);
        Assert.Equal(200, (await lab.AskAsync("top-ports~top-ports.js/limit/json", "PUT", "500")).Status);
        SampleFeed feed = new(lab.Engine);
        for (int i = 0; i < 100; i++)
        {
            feed.Sample(Udp(123), rate: 1000);
        }

        await lab.UntilLogAsync("UDP port 123 carries ");
        await lab.RestartAsync();
        Assert.Equal(500, (await lab.JsonAsync("top-ports~top-ports.js/limit/json")).GetInt32());
    }

    private static string? FindApps()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string apps = Path.Combine(folder.FullName, "apps");
            if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx")))
            {
                return Directory.Exists(apps) ? apps : null;
            }
        }

        return null;
    }
}
