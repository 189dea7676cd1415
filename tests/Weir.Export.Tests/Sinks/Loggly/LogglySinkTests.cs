using System.Text.Json;
using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Loggly;
using Weir.Export.Sinks.Syslog;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Loggly;

public sealed class LogglySinkTests : IAsyncLifetime
{
    private const string Token = "0a1b2c3d-0000-1111-2222-333344445555";

    private readonly LogglyReceiver _loggly = new(Token);
    private LogglySink _sink = null!;

    public async ValueTask InitializeAsync()
    {
        await _loggly.StartAsync();
        _sink = Create();
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _loggly.DisposeAsync();
    }

    [Fact]
    public async Task Send_SeedBEvents_HoldTheSeedsFieldsAtTheTopInItsOrder()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "reference", "golden", "seed-b-loggly.json")));
        JsonElement[][] posts = [.. golden.RootElement.GetProperty("trace").EnumerateArray().Where(c => c[0].GetString() == "http").Select(c => c.EnumerateArray().ToArray())];
        Assert.Equal(4, posts.Length);
        await using LogglySink single = Create(("mode", "single"));
        for (int i = 0; i < posts.Length; i++)
        {
            using JsonDocument body = JsonDocument.Parse(posts[i][4].GetString()!);
            JsonProperty[] expected = [.. body.RootElement.EnumerateObject()];
            WeirEvent item = TestSinks.Event(i, "icmp-unreachable", fields: [.. expected.Select(m => (m.Name, (object?)m.Value.GetString()))]);
            Assert.Equal(SendOutcome.Accepted, (await single.SendAsync([item], TestContext.Current.CancellationToken)).Outcome);
            JsonProperty[] sent = [.. _loggly.Events[i].Json.EnumerateObject()];
            Assert.Equal(expected.Select(m => (m.Name, m.Value.GetString())), sent.Take(expected.Length).Select(m => (m.Name, m.Value.GetString())));
            Assert.Equal(["timestamp", "message", "weir"], sent.Skip(expected.Length).Select(m => m.Name));
            Assert.Equal(
                new Uri(posts[i][1].GetString()!).AbsolutePath.Replace("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", Token, StringComparison.Ordinal), _loggly.Requests[i].Path);
            Assert.Equal(posts[i][3].GetString(), _loggly.Requests[i].Header("Content-Type"));
        }

        Assert.Equal((0, 0), (_loggly.Untimed, _loggly.Dotted));
    }

    [Fact]
    public async Task Send_Bulk_IsOneEventALine()
    {
        WeirEvent[] batch =
        [
            TestSinks.Event(1, message: "two\nlines", fields: [("n", 7), ("src.ip", "10.0.0.1"), ("src_ip", "x"), ("none", null)]),
            TestSinks.Event(2, "ddos-protect", fields: [("timestamp", "mine"), ("weir", true), ("message", 1.5)]),
        ];
        await using LogglySink sink = Create(("tags", "net, ddos.v1"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync(batch, TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal($"/bulk/{Token}/tag/net,ddos.v1/", _loggly.Requests[0].Path);
        Assert.Equal(["net", "ddos.v1"], _loggly.Events[0].Tags);
        Assert.Equal(2, _loggly.Events.Count);
        Assert.Equal((0, 0), (_loggly.Untimed, _loggly.Dotted));
        Assert.Equal(TestSinks.Golden("loggly-bulk.ndjson", _loggly.Requests[0].Text), _loggly.Requests[0].Text);
    }

    [Theory]
    [InlineData(200, SendOutcome.Accepted)]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(403, SendOutcome.Misconfigured)]
    [InlineData(404, SendOutcome.Misconfigured)]
    [InlineData(413, SendOutcome.TooLarge)]
    [InlineData(429, SendOutcome.Retry)]
    [InlineData(500, SendOutcome.Retry)]
    [InlineData(503, SendOutcome.Retry)]
    public async Task Send_Status_HasItsOutcome(int status, SendOutcome expected)
    {
        _loggly.Faults.Enqueue(Fault.Status(status, "{}"));
        Assert.Equal(expected, (await _sink.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Send_BadToken_IsMisconfiguredAndDoesNotShowTheToken()
    {
        await using LogglySink sink = TestSinks.Create<LogglySink>(new LogglySinkType(), ("url", _loggly.Url.ToString()), ("token", "wrong-token-1234"));
        SendResult result = await sink.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken);
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.DoesNotContain("wrong-token-1234", result.Reason, StringComparison.Ordinal);
        Assert.Empty(_loggly.Events);
    }

    [Fact]
    public async Task Send_OneBadOfFour_CostsTheOthersNothing()
    {
        _loggly.Faults.Enqueue(Fault.Status(400));
        _loggly.Faults.Enqueue(Fault.Status(400));
        _loggly.Faults.Enqueue(Fault.Status(400));
        SendResult result = await _sink.SendAsync([.. Enumerable.Range(1, 4).Select(i => TestSinks.Event(i))], TestContext.Current.CancellationToken);
        Assert.Equal("RAAA", TestSinks.Letters(result, 4));
        Assert.Equal(["event 2", "event 3", "event 4"], _loggly.Events.Select(e => e.Json.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Send_MoreThanARequestHolds_IsTooLargeWithoutARequest()
    {
        WeirEvent[] batch = [.. Enumerable.Range(1, 6).Select(i => TestSinks.Event(i, message: new string('x', 900_000)))];
        Assert.Equal(SendOutcome.TooLarge, (await _sink.SendAsync(batch, TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(SendOutcome.TooLarge, (await _sink.SendAsync([TestSinks.Event(1, message: new string('x', 1_100_000))], TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(_loggly.Requests);
        Assert.Equal(SendOutcome.Accepted, (await _sink.SendAsync(batch[..3], TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Create_Single_SendsOneEventARequest()
    {
        await using LogglySink sink = Create(("mode", "single"));
        Assert.Equal(1, sink.Limits.MaxItems);
    }

    [Fact]
    public async Task Send_SyslogMode_IsRfc5424WithTokenAndTagsUnderTls()
    {
        using TestCertificates certificates = TestCertificates.Create();
        string folder = Directory.CreateTempSubdirectory().FullName;
        certificates.WriteTo(folder);
        await using SyslogReceiver receiver = new(certificates);
        await using SyslogSink sink = TestSinks.Create<SyslogSink>(
            new LogglySinkType(),
            ("mode", "syslog"),
            ("token", Token),
            ("tags", "http,ddos"),
            ("host", "localhost"),
            ("port", $"{receiver.TcpPort}"),
            ("tls/ca", Path.Combine(folder, "ca.pem")));
        WeirEvent[] batch = [TestSinks.Event(1, fields: ("flow_type", "icmpunreachableport")), TestSinks.Event(2)];
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync(batch, TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(receiver.Problems);
        SyslogMessage message = receiver.Messages[0];
        Assert.Equal([($"{Token}@41058", "tag", "http"), ($"{Token}@41058", "tag", "ddos")], message.Data);
        using JsonDocument json = JsonDocument.Parse(message.Text);
        Assert.Equal("icmpunreachableport", json.RootElement.GetProperty("flow_type").GetString());
        Assert.Equal(2, receiver.Messages.Count);
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("token", "a/b", "sink.token")]
    [InlineData("tags", "a b", "sink.tags")]
    [InlineData("mode", "gelf", "sink.mode")]
    [InlineData("url", "logs-01", "sink.url")]
    public void Create_BadSetting_IsAProblem(string name, string value, string path)
    {
        (string, string)[] settings = name == "token" ? [(name, value)] : [("token", Token), (name, value)];
        Assert.StartsWith(path + ": ", Assert.Single(TestSinks.Problems(new LogglySinkType(), settings)), StringComparison.Ordinal);
    }

    private LogglySink Create(params (string, string)[] settings) =>
        TestSinks.Create<LogglySink>(new LogglySinkType(), [("url", _loggly.Url.ToString()), ("token", Token), .. settings]);
}
