using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.PagerDuty;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.PagerDuty;

public class PagerDutySinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Attack_IsTheGoldenBody()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver, ("client_url", "https://weir.example/"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/pagerduty.json"), Cancel), receiver.Requests[0].Text + "\n");
    }

    [Fact]
    public async Task Send_LifeOfAnAttack_OpensOneAlarmAndClosesIt()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver);
        await sink.SendAsync([Events.Attack("e1")], Cancel);
        await sink.SendAsync([Events.Attack("e2", "filter")], Cancel);
        await sink.SendAsync([Events.Attack("e3", ip: "192.0.2.8")], Cancel);
        Assert.Equal([("ddos-protect/incident/192.0.2.7", 2), ("ddos-protect/incident/192.0.2.8", 1)], receiver.Open.OrderBy(o => o.Key).Select(o => (o.Key, o.Value)));
        await sink.SendAsync([Events.Attack("e4", "release")], Cancel);
        Assert.Equal(["ddos-protect/incident/192.0.2.8"], receiver.Open.Keys);
    }

    [Fact]
    public async Task Send_EventThatStandsAlone_HasItsIdAsKeyAndIsOnceThoughSentTwice()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver);
        receiver.Faults.Enqueue(Fault.ResetAfter);
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync([Events.Plain("e1")], Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Plain("e1")], Cancel)).Outcome);
        await sink.SendAsync([Events.Plain("e2")], Cancel);
        Assert.Equal(["e1", "e2"], receiver.Open.Keys.Order());
    }

    [Fact]
    public async Task Send_OwnKeyAndWords_AreUsed()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(
            receiver, ("dedup_key", "{{subject}}/{{fields.attack}}"), ("life_cycle.kinds", "ddos"), ("life_cycle.fields", "what"), ("life_cycle.ended", "over,gone"));
        WeirEvent begun = Events.Attack("e1") with { Kind = "ddos" };
        await sink.SendAsync([begun], Cancel);
        Assert.Equal(["192.0.2.7/udp_amplification"], receiver.Open.Keys);
        await sink.SendAsync([begun with { Id = "e2", Fields = [.. begun.Fields, new("what", FieldValue.Of("Over"))] }], Cancel);
        Assert.Empty(receiver.Open);
    }

    [Fact]
    public async Task Send_LongKeyAndText_AreCutAndStayApart()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver);
        string subject = new('s', 1_000);
        foreach (string end in new[] { "a", "b" })
        {
            WeirEvent item = Events.Attack(end) with { Subject = subject + end, Message = new string('m', 5_000) };
            Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([item], Cancel)).Outcome);
        }

        Assert.Equal(2, receiver.Open.Count);
        Assert.All(receiver.Open.Keys, key => Assert.Equal(255, key.Length));
        Assert.Equal(1_024, receiver.Events[0].GetProperty("payload").GetProperty("summary").GetString()!.Length);
    }

    [Fact]
    public async Task Send_EventOverHalfAMegabyte_GoesWithoutItsFields()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver);
        WeirEvent item = Events.Plain("e1") with { Fields = [new("x", FieldValue.Of(new string('\u0001', 200_000)))] };
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([item], Cancel)).Outcome);
        Assert.Equal(["id"], receiver.Events[0].GetProperty("payload").GetProperty("custom_details").EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData(EventSeverity.Debug, "info")]
    [InlineData(EventSeverity.Info, "info")]
    [InlineData(EventSeverity.Notice, "info")]
    [InlineData(EventSeverity.Warning, "warning")]
    [InlineData(EventSeverity.Error, "error")]
    [InlineData(EventSeverity.Critical, "critical")]
    public async Task Send_Severity_HasPagerDutysName(EventSeverity severity, string expected)
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver);
        await sink.SendAsync([Events.Plain("e", severity: severity)], Cancel);
        Assert.Equal(expected, receiver.Events[0].GetProperty("payload").GetProperty("severity").GetString());
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    public async Task Send_Status_MeansWhatPagerDutyMeans(int status, SendOutcome outcome)
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = Create(receiver);
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Events.Plain("a")], Cancel));
    }

    [Fact]
    public async Task Send_WrongRoutingKey_IsMisconfiguredNotRejected()
    {
        await using PagerDutyReceiver receiver = await StartAsync();
        await using PagerDutySink sink = MadeSink.Create<PagerDutySink>(new PagerDutySinkType(), ("url", receiver.Url + "v2/enqueue"), ("routing_key", "wrong-key"));
        SendResult result = await sink.SendAsync([Events.Plain("a")], Cancel);
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("routing_key", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithoutKey_SaysSo() => Assert.Equal(["sinks.test.routing_key: is missing"], MadeSink.Problems(new PagerDutySinkType(), ("source", "x")));

    private static async Task<PagerDutyReceiver> StartAsync()
    {
        PagerDutyReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static PagerDutySink Create(PagerDutyReceiver receiver, params (string, string)[] settings) => MadeSink.Create<PagerDutySink>(
        new PagerDutySinkType(), [("url", receiver.Url + "v2/enqueue"), ("routing_key", receiver.RoutingKey), .. settings]);
}
