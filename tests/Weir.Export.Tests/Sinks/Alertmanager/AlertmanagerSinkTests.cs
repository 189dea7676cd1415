using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Alertmanager;
using Weir.Testing;
using Weir.Testing.Receivers;
using Weir.Testing.Servers;

namespace Weir.Export.Tests.Sinks.Alertmanager;

public class AlertmanagerSinkTests
{
    private const string Labels = "alertname=incident,service=ddos-protect,severity=warning,subject=192.0.2.7";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Attack_IsTheGoldenBody()
    {
        await using AlertmanagerReceiver receiver = await StartAsync();
        await using AlertmanagerSink sink = Create(new ManualTime(), receiver, ("generator_url", "https://weir.example/"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(await File.ReadAllTextAsync(TestData.Find("sinks/alertmanager.json"), Cancel), receiver.Requests[0].Text + "\n");
    }

    [Fact]
    public async Task Send_EndOfAnAttack_EndsTheSameAlertThoughItsSeverityDiffers()
    {
        await using AlertmanagerReceiver receiver = await StartAsync();
        await using AlertmanagerSink sink = Create(new ManualTime(), receiver);
        await sink.SendAsync([Events.Attack("e1")], Cancel);
        await sink.SendAsync([Events.Attack("e2", "filter", timeNs: Events.Time + 1_000_000_000) with { Severity = EventSeverity.Critical }], Cancel);
        await sink.SendAsync([Events.Attack("e3", "release", timeNs: Events.Time + 60_000_000_000)], Cancel);
        KeyValuePair<string, (DateTimeOffset Start, DateTimeOffset End)> alert = Assert.Single(receiver.Alerts);
        Assert.Equal(Labels, alert.Key);
        Assert.Equal((Start, Start.AddSeconds(60)), (alert.Value.Start, alert.Value.End));
    }

    [Fact]
    public async Task Send_EndThatIsNotRemembered_EndsTheAlertOfEverySeverity()
    {
        await using AlertmanagerReceiver receiver = await StartAsync();
        await using (AlertmanagerSink before = Create(new ManualTime(), receiver))
        {
            await before.SendAsync([Events.Attack("e1")], Cancel);
        }

        await using AlertmanagerSink sink = Create(new ManualTime(), receiver);
        await sink.SendAsync([Events.Attack("e2", "release", timeNs: Events.Time + 60_000_000_000)], Cancel);
        Assert.Equal(4, receiver.Alerts.Count);
        Assert.All(receiver.Alerts.Values, a => Assert.Equal(Start.AddSeconds(60), a.End));
    }

    [Fact]
    public async Task Send_EventThatStandsAlone_EndsByItself()
    {
        await using AlertmanagerReceiver receiver = await StartAsync();
        await using AlertmanagerSink sink = Create(new ManualTime(), receiver, ("resolve_after", "10m"), ("labels.severity", "page"), ("labels.team", "{{fields.team|noc}}"), ("labels.subject", ""));
        await sink.SendAsync([Events.Plain("e1")], Cancel);
        KeyValuePair<string, (DateTimeOffset Start, DateTimeOffset End)> alert = Assert.Single(receiver.Alerts);
        Assert.Equal("alertname=script,service=app,severity=page,team=noc", alert.Key);
        Assert.Equal(TimeSpan.FromMinutes(10), alert.Value.End - alert.Value.Start);
    }

    [Fact]
    public async Task Resend_WhileItFires_TellsAMemberThatWasAway()
    {
        ManualTime time = new();
        await using AlertmanagerReceiver first = await StartAsync();
        await using AlertmanagerReceiver second = await StartAsync();
        await second.StopAsync();
        await using AlertmanagerSink sink = Create(time, first, ("urls", $"{first.Url},{second.Url}"), ("resend", "1m"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        await second.StartAsync();
        Assert.True(await Condition.HoldsAsync(() => time.WaitingTimers > 0, Cancel));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Condition.HoldsAsync(() => second.Alerts.Count == 1 && sink.Resent == 1, Cancel));
        Assert.Equal(Start.AddMinutes(1).AddHours(4), second.Alerts[Labels].End);

        // The end as well, for a member that missed it.
        await second.StopAsync();
        await sink.SendAsync([Events.Attack("e2", "release", timeNs: Events.Time + 61_000_000_000)], Cancel);
        await second.StartAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Condition.HoldsAsync(() => second.Alerts[Labels].End == Start.AddSeconds(61), Cancel));
        int requests = first.Requests.Count;
        time.Advance(TimeSpan.FromMinutes(20));
        await sink.SendAsync([Events.Plain("e3")], Cancel);
        Assert.DoesNotContain(first.Requests.Skip(requests + 1), r => r.Text.Contains("192.0.2.7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("one", 200, 503, SendOutcome.Accepted)]
    [InlineData("one", 400, 503, SendOutcome.Retry)]
    [InlineData("one", 400, 400, SendOutcome.Rejected)]
    [InlineData("all", 200, 503, SendOutcome.Retry)]
    [InlineData("all", 200, 200, SendOutcome.Accepted)]
    public async Task Send_ToTwoMembers_CountsAsNeedSays(string need, int first, int second, SendOutcome outcome)
    {
        await using AlertmanagerReceiver one = await StartAsync();
        await using AlertmanagerReceiver two = await StartAsync();
        one.Standing = first == 200 ? null : Fault.Status(first);
        two.Standing = second == 200 ? null : Fault.Status(second);
        await using AlertmanagerSink sink = Create(TimeProvider.System, one, ("urls", $"{one.Url},{two.Url}"), ("need", need));
        Assert.Equal(outcome, (await sink.SendAsync([Events.Plain("a")], Cancel)).Outcome);
        Assert.Equal((1, 1), (one.Requests.Count, two.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    public async Task Send_Status_MeansTheUsual(int status, SendOutcome outcome)
    {
        await using AlertmanagerReceiver receiver = await StartAsync();
        await using AlertmanagerSink sink = Create(TimeProvider.System, receiver);
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Events.Plain("a")], Cancel));
    }

    [Fact]
    public void Create_WrongSettings_NamesEach() => Assert.Equal(
        [
            "sinks.test.need: 'some': expected one or all",
            "sinks.test.labels.a-b: is no name of a label: letters, digits and _",
            "sinks.test.urls: 'ftp://x': expected an address that begins with http:// or https://",
            "sinks.test.urls: is empty",
        ],
        MadeSink.Problems(new AlertmanagerSinkType(), ("urls", "ftp://x"), ("need", "some"), ("labels.a-b", "x")));

    [Fact]
    public async Task Send_ToAlertmanager_FiresAndIsResolved()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("prometheus-alertmanager"), "prometheus-alertmanager (Debian package of that name) is not installed");
        await using AlertmanagerServer server = await AlertmanagerServer.StartAsync(Cancel);
        await using AlertmanagerSink sink = MadeSink.Create<AlertmanagerSink>(new AlertmanagerSinkType(), ("url", server.Url.ToString()));
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        WeirEvent begun = Events.Attack("e1", timeNs: now - 30_000_000_000) with { Message = "drop \"x\" ö" };
        WeirEvent other = Events.Attack("e2", ip: "192.0.2.8", timeNs: now - 30_000_000_000);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([begun, other], Cancel)).Outcome);
        string time = DateTimeOffset.FromUnixTimeMilliseconds((now / 1_000_000) - 30_000).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
        string[] both =
        [
            $"{Labels} drop \"x\" ö {time}",
            $"{Labels.Replace("2.7", "2.8", StringComparison.Ordinal)} {other.Message} {time}",
        ];
        await server.Process.WhenReadyAsync(async () => (await server.FiringAsync(Cancel)).Count == 2, Cancel);
        Assert.Equal(both, await server.FiringAsync(Cancel));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e3", "release", timeNs: now - 1_000_000_000)], Cancel)).Outcome);
        await server.Process.WhenReadyAsync(async () => (await server.FiringAsync(Cancel)).Count == 1, Cancel);
        Assert.Equal([both[1]], await server.FiringAsync(Cancel));

        // A new sink knows nothing of the alert that fires, and ends it all the same.
        await using AlertmanagerSink fresh = MadeSink.Create<AlertmanagerSink>(new AlertmanagerSinkType(), ("url", server.Url.ToString()));
        Assert.Equal(SendOutcome.Accepted, (await fresh.SendAsync([Events.Attack("e4", "release", "192.0.2.8", now - 1_000_000_000)], Cancel)).Outcome);
        await server.Process.WhenReadyAsync(async () => (await server.FiringAsync(Cancel)).Count == 0, Cancel);
    }

    private static async Task<AlertmanagerReceiver> StartAsync()
    {
        AlertmanagerReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static AlertmanagerSink Create(TimeProvider time, AlertmanagerReceiver receiver, params (string Name, string Value)[] settings)
    {
        (string, string)[] all = settings.Any(s => s.Name == "urls") ? settings : [("url", receiver.Url.ToString()), .. settings];
        Assert.Empty(MadeSink.Read(new AlertmanagerSinkType(), out ISink sink, time, all));
        return (AlertmanagerSink)sink;
    }
}
