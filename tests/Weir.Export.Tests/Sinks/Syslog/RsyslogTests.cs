using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Syslog;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Syslog;

/// <summary>What a real rsyslog makes of our messages.</summary>
public class RsyslogTests
{
    private const int Count = 300;
    private const int BatchSize = 20;

    [Theory]
    [InlineData("udp", "rfc5424", "octets")]
    [InlineData("udp", "rfc3164", "octets")]
    [InlineData("tcp", "rfc5424", "octets")]
    [InlineData("tcp", "rfc3164", "octets")]
    [InlineData("tcp", "rfc5424", "lf")]
    [InlineData("tcp", "rfc3164", "lf")]
    public async Task Send_EachTransportAndFormat_IsReadBackWhole(string transport, string format, string framing)
    {
        Assert.SkipWhen(RsyslogServer.Program is null, RsyslogServer.Missing);
        await using RsyslogServer rsyslog = await RsyslogServer.StartAsync();
        int port = transport == "udp" ? rsyslog.UdpPort : rsyslog.TcpPort;
        await using SyslogSink sink = Create(("transport", transport), ("port", $"{port}"), ("format", format), ("framing", framing));

        // Datagrams that nobody fetches in time are lost: one handful after the other.
        for (int from = 0; from < Count; from += BatchSize)
        {
            int until = from + BatchSize;
            await SendAllAsync(sink, from, until);
            Assert.True(
                transport != "udp" || await Condition.HoldsAsync(() => rsyslog.Lines.Length >= until, TestContext.Current.CancellationToken), $"{rsyslog.Lines.Length} lines");
        }

        Assert.True(await Condition.HoldsAsync(() => rsyslog.Lines.Length >= Count, TestContext.Current.CancellationToken), $"{rsyslog.Lines.Length} lines");
        string[][] lines = [.. rsyslog.Lines.Select(line => line.Split('|'))];
        Assert.Equal(Enumerable.Range(0, Count).Select(Message), lines.Select(line => line[6].TrimStart()));
        Assert.All(lines, line => Assert.Equal(("local0.warning", "weir-host", "ddos-protect"), (line[0], line[2], line[3])));
        if (format == "rfc5424")
        {
            Assert.Equal(("2026-01-13T10:26:40.007000+00:00", "test"), (lines[7][1].Replace("Z", "+00:00", StringComparison.Ordinal), lines[7][4]));
            Assert.Equal("[weir@32473 id=\"e7\" kind=\"test\" subject=\"192.0.2.1\" attack=\"udp \\\"flood\\\"\"]", lines[7][5]);
        }
    }

    [Fact]
    public async Task Send_Tls_IsReadBackWholeAndStrangersAreTurnedAway()
    {
        Assert.SkipWhen(RsyslogServer.Program is null, RsyslogServer.Missing);
        Assert.SkipWhen(RsyslogServer.TlsDriver is null, RsyslogServer.MissingTls);
        using TestCertificates certificates = TestCertificates.Create();
        await using RsyslogServer rsyslog = await RsyslogServer.StartAsync(certificates);
        (string, string)[] settings = [("transport", "tls"), ("port", $"{rsyslog.TcpPort}"), ("tls/ca", rsyslog.AuthorityFile)];
        await using SyslogSink stranger = Create(settings);
        Assert.NotEqual(SendOutcome.Accepted, (await stranger.SendAsync([Event(999)], TestContext.Current.CancellationToken)).Outcome);
        await using SyslogSink sink = Create([.. settings, ("tls/cert", rsyslog.ClientFile), ("tls/key", rsyslog.ClientKeyFile)]);
        await SendAllAsync(sink, 0, Count);
        Assert.True(await Condition.HoldsAsync(() => rsyslog.Lines.Length >= Count, TestContext.Current.CancellationToken), $"{rsyslog.Lines.Length} lines");
        Assert.Equal(Enumerable.Range(0, Count).Select(Message), rsyslog.Lines.Select(line => line.Split('|')[6].TrimStart()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_RsyslogRestartsInTheMiddle_LosesNothing(bool tls)
    {
        Assert.SkipWhen(RsyslogServer.Program is null, RsyslogServer.Missing);
        Assert.SkipWhen(tls && RsyslogServer.TlsDriver is null, RsyslogServer.MissingTls);
        using TestCertificates certificates = TestCertificates.Create();
        await using RsyslogServer rsyslog = await RsyslogServer.StartAsync(tls ? certificates : null);
        (string, string)[] secure = tls ? [("tls/ca", rsyslog.AuthorityFile), ("tls/cert", rsyslog.ClientFile), ("tls/key", rsyslog.ClientKeyFile)] : [];
        await using SyslogSink sink = Create([("transport", tls ? "tls" : "tcp"), ("port", $"{rsyslog.TcpPort}"), .. secure]);
        await SendAllAsync(sink, 0, Count / 3);
        Task sending = SendAllAsync(sink, Count / 3, Count);
        await rsyslog.StopAsync();
        await rsyslog.StartAgainAsync();
        await sending;
        string[] expected = [.. Enumerable.Range(0, Count).Select(Message)];
        Assert.True(await Condition.HoldsAsync(() => Found(rsyslog).Distinct().Count() == Count, TestContext.Current.CancellationToken), $"missing: {string.Join("; ", expected.Except(Found(rsyslog)))}");
        Assert.Equal(expected, Found(rsyslog).Distinct());
        Assert.InRange(Found(rsyslog).Length - Count, 0, 3 * BatchSize);
    }

    private static string[] Found(RsyslogServer rsyslog) => [.. rsyslog.Lines.Select(line => line.Split('|')).Where(line => line.Length == 7).Select(line => line[6].TrimStart())];

    private static string Message(int number) => $"filter udp_flood {number} zürich";

    private static WeirEvent Event(int number) => TestSinks.Event(number, "ddos-protect", Message(number), ("attack", "udp \"flood\""));

    private static SyslogSink Create(params (string, string)[] settings) => TestSinks.Create<SyslogSink>(new SyslogSinkType(), [("host", "127.0.0.1"), .. settings]);

    /// <summary>Sends as the delivery does: the same batch until it is accepted.</summary>
    private static async Task SendAllAsync(SyslogSink sink, int from, int to)
    {
        long start = TimeProvider.System.GetTimestamp();
        for (int first = from; first < to; first += BatchSize)
        {
            WeirEvent[] batch = [.. Enumerable.Range(first, BatchSize).Select(Event)];
            while ((await sink.SendAsync(batch, TestContext.Current.CancellationToken)).Outcome != SendOutcome.Accepted)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < Condition.Patience, "never accepted");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
