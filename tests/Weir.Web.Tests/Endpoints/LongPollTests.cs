using System.Text.Json;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Testing;

namespace Weir.Web.Tests.Endpoints;

public class LongPollTests
{
    [Fact]
    public async Task Get_EventsWithoutTimeout_AnswersAtOnce()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Assert.Equal(0, (await web.GetJsonAsync("/events/json")).GetArrayLength());
        Assert.Equal(0, (await web.GetJsonAsync("/events/json?eventID=-1&maxEvents=10")).GetArrayLength());
        Assert.Equal(0, (await web.GetJsonAsync("/flows/json?flowID=-1&maxFlows=10")).GetArrayLength());
    }

    [Fact]
    public async Task Get_Events_AreNewestFirstAndNewerThanTheNumber()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Happen(web, "a", "b", "a", "c");
        Assert.Equal([4, 3, 2, 1], Ids(await web.GetJsonAsync("/events/json"), "eventID"));
        Assert.Equal([4, 3], Ids(await web.GetJsonAsync("/events/json?maxEvents=2"), "eventID"));
        Assert.Equal([4, 3], Ids(await web.GetJsonAsync("/events/json?eventID=2"), "eventID"));
        Assert.Equal([4, 3, 2, 1], Ids(await web.GetJsonAsync("/events/json?eventID=-1&timeout=60"), "eventID"));
        Assert.Equal([3, 1], Ids(await web.GetJsonAsync("/events/json?thresholdID=a"), "eventID"));
        Assert.Equal([4, 3, 1], Ids(await web.GetJsonAsync("/events/json?thresholdID=a&thresholdID=c"), "eventID"));
        Assert.Empty(Ids(await web.GetJsonAsync("/events/json?maxEvents=0&timeout=60"), "eventID"));
        JsonElement first = (await web.GetJsonAsync("/events/json?maxEvents=1"))[0];
        Assert.Equal(("c", "load", "10.0.0.1", "3"), (Text(first, "thresholdID"), Text(first, "metric"), Text(first, "agent"), Text(first, "dataSource")));
    }

    [Fact]
    public async Task Get_Flows_FollowTheSameRules()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        foreach (string name in (string[])["x", "y", "x"])
        {
            web.Engine.FlowRecords.Append(id => new FlowRecord { FlowId = id, Name = name, FlowKeys = "k", Agent = "10.0.0.1", DataSource = "3", Value = 1 });
        }

        Assert.Equal([3, 2, 1], Ids(await web.GetJsonAsync("/flows/json"), "flowID"));
        Assert.Equal([3, 1], Ids(await web.GetJsonAsync("/flows/json?name=x&maxFlows=5&flowID=0"), "flowID"));
        Assert.Equal([3], Ids(await web.GetJsonAsync("/flows/json?flowID=2&timeout=60"), "flowID"));
    }

    [Fact]
    public async Task Get_EventsWithTimeout_WaitsForOneThatIsWanted()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Happen(web, "a");
        Task<JsonElement> waiting = web.GetJsonAsync("/events/json?eventID=1&maxEvents=10&timeout=600&thresholdID=wanted");
        await WaitingIsAsync(web, 1);
        Happen(web, "other");
        Assert.False(waiting.IsCompleted);
        Happen(web, "wanted");
        Assert.Equal([3], Ids(await waiting, "eventID"));
        await WaitingIsAsync(web, 0);
    }

    [Fact]
    public async Task Get_EventsWithTimeout_EndsEmptyWhenTheTimeIsOver()
    {
        ManualTime time = new();
        await using WebFixture web = await WebFixture.StartAsync(time: time);
        Task<JsonElement> waiting = web.GetJsonAsync("/events/json?eventID=-1&timeout=2.5");
        Assert.True(await Condition.HoldsAsync(() => time.WaitingTimers > 0, WebFixture.Cancel));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await waiting).GetArrayLength());
    }

    [Fact]
    public async Task Get_TooManyWaiting_IsRefusedAndCounted()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.MaxWaiting = 1);
        Task<JsonElement> waiting = web.GetJsonAsync("/events/json?eventID=-1&timeout=600");
        await WaitingIsAsync(web, 1);
        using HttpResponseMessage refused = await web.Client.GetAsync("/flows/json?flowID=-1&timeout=600", WebFixture.Cancel);
        Assert.Contains("weir.http.maxwaiting", (await WebFixture.JsonAsync(refused, 503)).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(0, (await web.GetJsonAsync("/events/json?eventID=-1")).GetArrayLength());
        Assert.Equal(1, web.Web.Waiting.Refused);
        Happen(web, "a");
        Assert.Equal([1], Ids(await waiting, "eventID"));
    }

    [Fact]
    public async Task Get_ServerStops_EndsTheWait()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        Task<JsonElement> waiting = web.GetJsonAsync("/events/json?eventID=-1&timeout=600");
        await WaitingIsAsync(web, 1);
        web.Web.Dispose();
        Assert.Equal(0, (await waiting).GetArrayLength());
    }

    [Fact]
    public async Task Get_ClientGoesAway_FreesItsPlace()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(WebFixture.Cancel);
        Task<HttpResponseMessage> waiting = web.Client.GetAsync("/events/json?eventID=-1&timeout=600", gone.Token);
        await WaitingIsAsync(web, 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await WaitingIsAsync(web, 0);
    }

    [Theory]
    [InlineData("/events/json?eventID=x")]
    [InlineData("/events/json?maxEvents=-1")]
    [InlineData("/events/json?timeout=-1")]
    [InlineData("/events/json?timeout=Infinity")]
    [InlineData("/flows/json?flowID=1.5")]
    [InlineData("/flows/json?maxFlows=x")]
    public async Task Get_BadQuery_IsRefused(string path)
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.GetJsonAsync(path, 400);
    }

    private static async Task WaitingIsAsync(WebFixture web, long count) =>
        Assert.True(await Condition.HoldsAsync(() => web.Web.Waiting.Now == count, WebFixture.Cancel));

    private static void Happen(WebFixture web, params string[] thresholds)
    {
        foreach (string threshold in thresholds)
        {
            web.Engine.Events.Append(id => new ThresholdEvent
            {
                EventId = id,
                ThresholdId = threshold,
                Metric = "load",
                Agent = "10.0.0.1",
                DataSource = "3",
                Value = 2,
                Threshold = 1,
            });
        }
    }

    private static IReadOnlyList<long> Ids(JsonElement rows, string name) => [.. rows.EnumerateArray().Select(r => r.GetProperty(name).GetInt64())];

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
