using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Webhook;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Webhook;

public class WebhookSinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Defaults_PostTheEventsJsonWithItsIdAsKey()
    {
        await using WebhookReceiver receiver = await StartAsync();
        await using WebhookSink sink = Create(receiver);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal([KeyValuePair.Create("e1", System.Text.Encoding.UTF8.GetString(EventJson.ToBytes(Events.Attack("e1"))))], receiver.Bodies);
        Assert.Equal(("POST", "application/json"), (receiver.Requests[0].Method, receiver.Requests[0].Header("Content-Type")));
        Assert.Equal(1, sink.Limits.MaxItems);
    }

    [Fact]
    public async Task Send_Template_IsTheGoldenBody()
    {
        await using WebhookReceiver receiver = await StartAsync();
        await using WebhookSink sink = Create(
            receiver, ("method", "PUT"), ("body", """{"title":"{{severity}}: {{message}}","pps":{{fields.pps|0}},"when":{{time_ms}},"who":"{{host}}"}"""));
        await sink.SendAsync([Events.Attack("e1")], Cancel);
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/webhook-template.json"), Cancel), receiver.Requests[0].Text + "\n");
        Assert.Equal("PUT", receiver.Requests[0].Method);
    }

    [Fact]
    public async Task Send_Array_IsOneRequestWithAKeyOfAllIds()
    {
        await using WebhookReceiver receiver = await StartAsync();
        await using WebhookSink sink = Create(receiver, ("form", "array"), ("body", """{"id":"{{id}}"}"""));
        WeirEvent[] batch = [Events.Plain("a"), Events.Plain("b")];
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync(batch, Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync(batch, Cancel)).Outcome);
        await sink.SendAsync([.. batch.Reverse()], Cancel);
        Assert.Equal(["""[{"id":"a"},{"id":"b"}]""", """[{"id":"b"},{"id":"a"}]"""], receiver.Bodies.Select(b => b.Value));
    }

    [Fact]
    public async Task Send_Lines_IsOneEventALine()
    {
        await using WebhookReceiver receiver = await StartAsync();
        await using WebhookSink sink = Create(receiver, ("form", "lines"), ("content_type", "text/plain"), ("body", "{{id}} {{message}}"));
        await sink.SendAsync([Events.Plain("a", "\"x\""), Events.Plain("b")], Cancel);
        Assert.Equal("a \"x\"\nb hello\n", receiver.Bodies[0].Value);
    }

    [Theory]
    [InlineData("s3cret", SendOutcome.Accepted)]
    [InlineData("other", SendOutcome.Misconfigured)]
    public async Task Send_Signature_IsOverTheBody(string secret, SendOutcome outcome)
    {
        await using WebhookReceiver receiver = new() { Secret = "s3cret" };
        await receiver.StartAsync();
        await using WebhookSink sink = Create(receiver, ("signature.secret", secret), ("gzip", "yes"));
        Assert.Equal(outcome, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal("gzip", receiver.Requests[0].Header("Content-Encoding"));
    }

    [Fact]
    public async Task Send_AnswerIsLost_SecondTimeIsSeenAsTheFirst()
    {
        await using WebhookReceiver receiver = await StartAsync();
        await using WebhookSink sink = Create(receiver);
        receiver.Faults.Enqueue(Fault.ResetAfter);
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Single(receiver.Bodies);
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(409, SendOutcome.Rejected)]
    [InlineData(422, SendOutcome.Rejected)]
    public async Task Send_Status_MeansTheUsual(int status, SendOutcome outcome)
    {
        await using WebhookReceiver receiver = await StartAsync();
        await using WebhookSink sink = Create(receiver);
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Events.Plain("a")], Cancel));
    }

    [Fact]
    public void Create_WrongSettings_NamesEach() => Assert.Equal(
        [
            "sinks.test.url: is missing",
            "sinks.test.method: 'GET': expected POST, PUT, PATCH",
            "sinks.test.form: 'xml': expected single, array, lines",
            "sinks.test.body: '{{' without '}}'",
            "sinks.test.signature.key: is no setting of this sink",
        ],
        MadeSink.Problems(new WebhookSinkType(), ("method", "GET"), ("form", "xml"), ("body", "{{x"), ("signature.key", "x")));

    private static async Task<WebhookReceiver> StartAsync()
    {
        WebhookReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static WebhookSink Create(WebhookReceiver receiver, params (string, string)[] settings) =>
        MadeSink.Create<WebhookSink>(new WebhookSinkType(), [("url", receiver.Url + "hook"), .. settings]);
}
