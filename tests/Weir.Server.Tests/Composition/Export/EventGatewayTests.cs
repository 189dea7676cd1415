using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;
using Weir.Server.Composition.Export;
using Weir.Testing;
using Weir.Web.Events;

namespace Weir.Server.Tests.Composition.Export;

public sealed class EventGatewayTests
{
    private static readonly string[] Severities = ["info", "warning", "critical"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostAsync_OneBadAmongMany_NamesItsPlaceAndStoresNothing()
    {
        MemorySpool spool = new();
        DefinitionException refused = await Assert.ThrowsAsync<DefinitionException>(() =>
            Make(spool).PostAsync(Items("""{"message":"fine"}""", """{"kind":5,"severity":"loud","id":"with blank"}""", """[]"""), Cancel));
        Assert.Equal(["[1].kind", "[1].severity", "[1].message", "[1].id", "[2]"], refused.Diagnostics.Select(d => d.Path));
        Assert.Empty(spool.Events);
    }

    [Fact]
    public async Task PostAsync_SameIdsAgain_AreNotNew()
    {
        MemorySpool spool = new();
        EventGateway gateway = Make(spool);
        EventReceipt first = await gateway.PostAsync(Items("""{"id":"a","message":"1"}""", """{"id":"b","message":"2"}""", """{"id":"a","message":"3"}"""), Cancel);
        Assert.Equal((2, "a b a"), (first.Accepted, string.Join(' ', first.Ids)));
        EventReceipt again = await gateway.PostAsync(Items("""{"id":"b","message":"2"}""", """{"message":"new"}"""), Cancel);
        Assert.Equal(1, again.Accepted);
        Assert.Equal(("external", "rest", EventSeverity.Info), (spool.Events[2].Kind, spool.Events[2].Service, spool.Events[2].Severity));
        Assert.Equal(again.Ids[1], spool.Events[2].Id);
    }

    [Fact]
    public async Task PostAsync_DiskRefuses_ThrowsItsWords()
    {
        IOException refused = await Assert.ThrowsAsync<IOException>(() => Make(new MemorySpool { IsFull = true }).PostAsync(Items("""{"message":"m"}"""), Cancel));
        Assert.Contains("no space left", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task Read_PageByPage_GivesEveryWantedEventOnceInOrder(int peekLimit)
    {
        MemorySpool spool = new() { PeekLimit = peekLimit };
        await FillAsync(spool, 1_234);
        EventGateway gateway = Make(spool);
        List<long> seen = [];
        long next = 0;
        while (true)
        {
            EventPage page = gateway.Read(new EventQuery { Since = next, Limit = 100, Kinds = ["k0"], Severity = "warning" });
            if (page.Events.Count == 0)
            {
                Assert.Equal(1_234, page.Next);
                break;
            }

            seen.AddRange(page.Events.Select(e => e.Sequence));
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(1, 1_234).Where(i => i % 2 == 0 && i % 3 != 0).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task Read_WithoutSince_GivesTheNewestInOrder()
    {
        MemorySpool spool = new();
        await FillAsync(spool, 2_000);
        EventPage page = Make(spool).Read(new EventQuery { Limit = 3, Services = ["rest"], Subjects = ["s5"] });
        Assert.Equal([1975, 1985, 1995], page.Events.Select(e => e.Sequence));
        Assert.Equal((2_000, 1, 2_000), (page.Next, page.First, page.Last));
    }

    [Fact]
    public async Task Read_SinceBeyondTheLast_BeginsAgainWithTheLast()
    {
        MemorySpool spool = new();
        await FillAsync(spool, 3);
        EventPage page = Make(spool).Read(new EventQuery { Since = 99 });
        Assert.Equal((0, 3), (page.Events.Count, page.Next));
        Assert.Equal(0, Make(new MemorySpool()).Read(new EventQuery()).Next);
    }

    [Fact]
    public void Read_UnknownSeverity_IsRefused() =>
        Assert.Contains("critical", Assert.Throws<DefinitionException>(() => Make(new MemorySpool()).Read(new EventQuery { Severity = "loud" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_EveryKindOfField_KeepsItsType()
    {
        MemorySpool spool = new();
        EventGateway gateway = Make(spool);
        await gateway.PostAsync(Items("""{"message":"m","fields":{"t":"x","i":5,"n":1.5,"b":true,"a":[1,{"y":null}],"z":null}}"""), Cancel);
        EventReport report = Assert.Single(gateway.Read(new EventQuery()).Events);
        Assert.Equal("""{"t":"x","i":5,"n":1.5,"b":true,"a":[1,{"y":null}],"z":null}""", JsonSerializer.Serialize(report.Fields, WeirJson.Options));
    }

    [Fact]
    public async Task WaitAsync_EventComes_IsWokenByTheCommitAlone()
    {
        // A clock that stands still: whatever looked now and then would never look again.
        ManualTime time = new();
        MemorySpool spool = new();
        EventGateway gateway = Make(spool, time);
        Task waiting = gateway.WaitAsync(1, TimeSpan.FromMinutes(5), Cancel);
        await FillAsync(spool, 1);
        Assert.False(waiting.IsCompleted);
        await FillAsync(spool, 2);
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task WaitAsync_NothingComes_EndsWithItsTime()
    {
        ManualTime time = new();
        Task waiting = Make(new MemorySpool(), time).WaitAsync(0, TimeSpan.FromMinutes(5), Cancel);
        Assert.True(await Condition.HoldsAsync(() => time.WaitingTimers == 1, Cancel));
        time.Advance(TimeSpan.FromMinutes(5));
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task EmitAsync_NotKept_IsCheckedAndGoesNowhere()
    {
        MemorySpool spool = new();
        ScriptEvents events = new(new EventIntake(spool, new EventClock(TimeProvider.System), TimeProvider.System), isKept: false);
        Assert.Equal("mine", await events.EmitAsync("app", Items("""{"id":"mine","message":"m"}""")[0], Cancel));
        await Assert.ThrowsAsync<DefinitionException>(() => events.EmitAsync("app", Items("{}")[0], Cancel));
        await Assert.ThrowsAsync<DefinitionException>(() => events.EmitAsync("app", default, Cancel));
        Assert.Empty(spool.Events);
    }

    [Fact]
    public async Task EmitAsync_NoSpool_ThrowsWhyNot()
    {
        ScriptEvents events = new(new EventIntake(new NoSpool("disk on fire"), new EventClock(TimeProvider.System), TimeProvider.System), isKept: true);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => events.EmitAsync("app", Items("""{"message":"m"}""")[0], Cancel));
        Assert.Contains("disk on fire", refused.Message, StringComparison.Ordinal);
    }

    private static EventGateway Make(MemorySpool spool, TimeProvider? time = null) =>
        new(new EventIntake(spool, new EventClock(TimeProvider.System), TimeProvider.System), spool, time ?? TimeProvider.System);

    private static JsonElement[] Items(params string[] texts) => [.. texts.Select(text => JsonSerializer.Deserialize<JsonElement>(text))];

    // Event i: kind k0 or k1 in turn, severities in turn, subject s0 to s9.
    private static async Task FillAsync(MemorySpool spool, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            await Make(spool).PostAsync(Items($$"""{"kind":"k{{i % 2}}","severity":"{{Severities[i % 3]}}","subject":"s{{i % 10}}","message":"m"}"""), Cancel);
        }
    }
}
