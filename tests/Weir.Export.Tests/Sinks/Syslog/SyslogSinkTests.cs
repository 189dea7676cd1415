using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Syslog;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Syslog;

public class SyslogSinkTests
{
    [Fact]
    public async Task Send_Udp_IsOneDatagramAMessage()
    {
        await using SyslogReceiver receiver = new();
        await using SyslogSink sink = Create(("port", $"{receiver.UdpPort}"));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 50)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == 50, TestContext.Current.CancellationToken));
        Assert.Equal(Ids(1, 50), receiver.Messages.Select(m => m["id"]));
        Assert.Empty(receiver.Problems);
    }

    [Theory]
    [InlineData("octets", "close", 2)]
    [InlineData("lf", "close", 2)]
    [InlineData("octets", "drained", 1)]
    [InlineData("lf", "drained", 1)]
    [InlineData("octets", "written", 1)]
    public async Task Send_Tcp_ArrivesInOrderWhateverTheFraming(string framing, string confirm, int connections)
    {
        await using SyslogReceiver receiver = new();
        await using SyslogSink sink = Create(("transport", "tcp"), ("port", $"{receiver.TcpPort}"), ("framing", framing), ("confirm", confirm));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 100)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 101, 100)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == 200, TestContext.Current.CancellationToken));
        Assert.Equal(Ids(1, 200), receiver.Messages.Select(m => m["id"]));
        Assert.Empty(receiver.Problems);
        Assert.Equal(connections, receiver.Connections);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("drained")]
    public async Task Send_ReceiverBreaksOffInTheMiddle_IsRetryAndArrivesWholeTheNextTime(string confirm)
    {
        await using SyslogReceiver receiver = new() { ResetAfter = 2_000 };
        await using SyslogSink sink = Create(("transport", "tcp"), ("port", $"{receiver.TcpPort}"), ("confirm", confirm));
        Assert.Equal(SendOutcome.Retry, (await SendAsync(sink, 1, 20_000)).Outcome);
        int before = receiver.Messages.Count;
        Assert.InRange(before, 1, 19_999);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 20_000)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == before + 20_000, TestContext.Current.CancellationToken));
        Assert.Equal(Ids(1, 20_000), receiver.Messages.Skip(before).Select(m => m["id"]));
    }

    [Fact]
    public async Task Send_ReceiverDiesWithTheBytesUnread_IsNoticedOnlyWithClose()
    {
        await using SyslogReceiver receiver = new() { ResetUnread = 500 };
        await using SyslogSink close = Create(("transport", "tcp"), ("port", $"{receiver.TcpPort}"), ("confirm", "close"));
        Assert.Equal(SendOutcome.Retry, (await SendAsync(close, 1, 10)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(close, 1, 10)).Outcome);
        Assert.Equal(Ids(1, 10), receiver.Messages.Select(m => m["id"]));
    }

    [Fact]
    public async Task Send_ReceiverClosesBeforeTheBytesAreThere_IsNeverTakenForDelivered()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the system does not tell");
        await using SyslogReceiver receiver = new() { ClosesAtOnce = true };
        await using SyslogSink sink = Create(("transport", "tcp"), ("port", $"{receiver.TcpPort}"));
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(SendOutcome.Retry, (await SendAsync(sink, 1, 20)).Outcome);
        }

        receiver.ClosesAtOnce = false;
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 20)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == 20, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Send_ReceiverThatNeverCloses_IsWaitedForOnce()
    {
        ManualTime time = new();
        await using SyslogReceiver receiver = new() { NeverCloses = true };
        await using SyslogSink sink = new(
            new SyslogOptions { Host = "127.0.0.1", Port = receiver.TcpPort, HostName = "h", Transport = SyslogTransport.Tcp }, time);
        Task<SendResult> first = SendAsync(sink, 1, 10);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == 10 && time.WaitingTimers == 2, TestContext.Current.CancellationToken));
        Assert.True(await Condition.HoldsAsync(() => AdvanceUntil(time, first), TestContext.Current.CancellationToken));
        Assert.Equal(SendResult.Accepted, await first);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 11, 10)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 21, 10)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == 30, TestContext.Current.CancellationToken));
        Assert.Equal(2, receiver.Connections);
    }

    [Fact]
    public async Task Send_NobodyListens_IsRetry()
    {
        int port;
        await using (SyslogReceiver receiver = new())
        {
            port = receiver.TcpPort;
        }

        await using SyslogSink sink = Create(("transport", "tcp"), ("port", $"{port}"));
        Assert.Equal(SendOutcome.Retry, (await SendAsync(sink, 1, 1)).Outcome);
    }

    [Fact]
    public async Task Send_HostWithoutAddress_IsRetry()
    {
        await using SyslogSink sink = TestSinks.Create<SyslogSink>(new SyslogSinkType(), ("host", "no-such-host.invalid"));
        Assert.Equal(SendOutcome.Retry, (await SendAsync(sink, 1, 1)).Outcome);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("drained")]
    public async Task Send_TlsWithOwnAuthorityAndClientCertificate_Arrives(string confirm)
    {
        using TestCertificates certificates = TestCertificates.Create();
        string folder = Directory.CreateTempSubdirectory().FullName;
        certificates.WriteTo(folder);
        await using SyslogReceiver receiver = new(certificates, demandsClient: true);
        (string, string)[] settings = [("transport", "tls"), ("port", $"{receiver.TcpPort}"), ("confirm", confirm), ("tls/ca", Path.Combine(folder, "ca.pem"))];
        await using SyslogSink sink = Create([.. settings, ("tls/cert", Path.Combine(folder, "client.pem")), ("tls/key", Path.Combine(folder, "client.key"))]);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 1, 100)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, 101, 100)).Outcome);
        Assert.True(await Condition.HoldsAsync(() => receiver.Messages.Count == 200, TestContext.Current.CancellationToken));
        Assert.Equal(Ids(1, 200), receiver.Messages.Select(m => m["id"]));
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Send_TlsUnknownAuthority_IsMisconfigured()
    {
        using TestCertificates certificates = TestCertificates.Create();
        await using SyslogReceiver receiver = new(certificates);
        await using SyslogSink sink = Create(("transport", "tls"), ("port", $"{receiver.TcpPort}"));
        Assert.Equal(SendOutcome.Misconfigured, (await SendAsync(sink, 1, 1)).Outcome);
        Assert.Empty(receiver.Messages);
    }

    [Theory]
    [InlineData("transport", "sctp", "sink.transport")]
    [InlineData("format", "rfc9999", "sink.format")]
    [InlineData("body", "xml", "sink.body")]
    [InlineData("facility", "24", "sink.facility")]
    [InlineData("framing", "crlf", "sink.framing")]
    [InlineData("confirm", "never", "sink.confirm")]
    [InlineData("sd_id", "we ir", "sink.sd_id")]
    [InlineData("timeout", "2000h", "sink.timeout")]
    [InlineData("connect_timeout", "0s", "sink.connect_timeout")]
    public void Create_BadSetting_IsAProblem(string name, string value, string path) =>
        Assert.StartsWith(path + ": ", Assert.Single(TestSinks.Problems(new SyslogSinkType(), ("host", "127.0.0.1"), (name, value))), StringComparison.Ordinal);

    private static bool AdvanceUntil(ManualTime time, Task task)
    {
        time.AdvanceToNextTimer();
        return task.IsCompleted;
    }

    private static IEnumerable<string> Ids(int first, int count) => Enumerable.Range(first, count).Select(i => $"e{i}");

    private static SyslogSink Create(params (string, string)[] settings) => TestSinks.Create<SyslogSink>(new SyslogSinkType(), [("host", "127.0.0.1"), .. settings]);

    private static Task<SendResult> SendAsync(SyslogSink sink, int first, int count)
    {
        WeirEvent[] batch = [.. Enumerable.Range(first, count).Select(i => TestSinks.Event(i))];
        return sink.SendAsync(batch, TestContext.Current.CancellationToken);
    }
}
