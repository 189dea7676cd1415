using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Slack;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Slack;

public class SlackSinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Event_IsTheGoldenMessage()
    {
        await using SlackReceiver receiver = await StartAsync();
        await using SlackSink sink = Create(receiver);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/slack.json"), Cancel), receiver.Requests[0].Text + "\n");
    }

    [Fact]
    public async Task Send_FullBatch_IsOneMessageInOrder()
    {
        await using SlackReceiver receiver = await StartAsync();
        await using SlackSink sink = Create(receiver);
        WeirEvent[] batch = [.. Enumerable.Range(0, sink.Limits.MaxItems).Select(i => Events.Plain($"e{i}", $"message {i}"))];
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync(batch, Cancel)).Outcome);
        Assert.Single(receiver.Messages);
        Assert.Equal(batch.Select(e => "*INFO* " + e.Message), receiver.Sections);
        Assert.Equal(TimeSpan.FromSeconds(1), sink.Limits.Pace);
    }

    [Theory]
    [InlineData("<!channel> <@U1> <http://evil|click> &amp;", "*INFO* &lt;!channel&gt; &lt;@U1&gt; &lt;http://evil|click&gt; &amp;amp;")]
    [InlineData("😀 ö", "*INFO* 😀 ö")]
    public async Task Send_TextThatMeansSomething_IsEscaped(string message, string expected)
    {
        await using SlackReceiver receiver = await StartAsync();
        await using SlackSink sink = Create(receiver);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Plain("e", message)], Cancel)).Outcome);
        Assert.Equal([expected], receiver.Sections);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('&')]
    [InlineData('<')]
    public async Task Send_LongTexts_AreCutOutsideOfEscapes(char c)
    {
        await using SlackReceiver receiver = await StartAsync();
        await using SlackSink sink = Create(receiver);
        string text = new(c, 60_000);
        WeirEvent item = Events.Plain("e", text) with { Fields = [.. Enumerable.Range(0, 200).Select(i => new EventField($"f{i}", FieldValue.Of(text)))] };
        SendResult result = await sink.SendAsync([.. Enumerable.Repeat(item, sink.Limits.MaxItems)], Cancel);
        Assert.True(result.Outcome == SendOutcome.Accepted, result.Reason);
        Assert.EndsWith("…", receiver.Sections[0], StringComparison.Ordinal);
        Assert.InRange(receiver.Sections[0].Length, 2_900, 3_000);
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(410, SendOutcome.Misconfigured)]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(200, SendOutcome.Misconfigured)]
    public async Task Send_Status_MeansWhatSlackMeans(int status, SendOutcome outcome)
    {
        await using SlackReceiver receiver = await StartAsync();
        await using SlackSink sink = Create(receiver);
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Events.Plain("a")], Cancel));
    }

    [Fact]
    public async Task Send_UnknownHook_IsMisconfiguredAndTheReasonKeepsTheSecret()
    {
        await using SlackReceiver receiver = await StartAsync();
        await using SlackSink sink = MadeSink.Create<SlackSink>(new SlackSinkType(), ("url", receiver.Url + "services/T000/B000/wrong"));
        receiver.Faults.Enqueue(Fault.Status(404, "no_service services/T000/B000/wrong"));
        SendResult result = await sink.SendAsync([Events.Plain("a")], Cancel);
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.DoesNotContain("wrong", result.Reason, StringComparison.Ordinal);
    }

    private static async Task<SlackReceiver> StartAsync()
    {
        SlackReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static SlackSink Create(SlackReceiver receiver) => MadeSink.Create<SlackSink>(new SlackSinkType(), ("url", receiver.Url + "services/T000/B000/secret"));
}
