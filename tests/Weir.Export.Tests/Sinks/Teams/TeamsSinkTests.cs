using System.Text.Json;
using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Teams;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Teams;

public class TeamsSinkTests
{
    private const string Workflow = "workflows/secret/triggers/manual/paths/invoke";
    private const string Connector = "webhookb2/secret";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("workflow", Workflow, "sinks/teams-workflow.json")]
    [InlineData("connector", Connector, "sinks/teams-connector.json")]
    public async Task Send_Event_IsTheGoldenCard(string style, string path, string golden)
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, path, style);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find(golden), Cancel), receiver.Requests[0].Text + "\n");
    }

    [Theory]
    [InlineData("workflow", Workflow)]
    [InlineData("connector", Connector)]
    public async Task Send_EventThatIsTooLarge_IsShortenedUntilItFits(string style, string path)
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, path, style);
        string text = string.Concat(Enumerable.Repeat("😀[", 20_000));
        WeirEvent item = Events.Plain("e", text) with { Fields = [.. Enumerable.Range(0, 200).Select(i => new EventField($"f{i}", FieldValue.Of(text)))] };
        SendResult result = await sink.SendAsync([item], Cancel);
        Assert.True(result.Outcome == SendOutcome.Accepted, result.Reason);
        Assert.Contains("…", receiver.Requests[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_EventsThatDoNotFitTogether_AreNotSent()
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, Workflow);
        WeirEvent large = Events.Plain("e", new string('x', 5_000)) with { Fields = [.. Enumerable.Range(0, 30).Select(i => new EventField($"f{i}", FieldValue.Of(new string('y', 400))))] };
        Assert.Equal(SendOutcome.TooLarge, (await sink.SendAsync([large, large], Cancel)).Outcome);
        Assert.Empty(receiver.Requests);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([large], Cancel)).Outcome);
    }

    [Fact]
    public async Task Send_SeveralEvents_AreOneCardInOrder()
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, Workflow);
        await sink.SendAsync([Events.Plain("a", "first"), Events.Plain("b", "*second* [x](http://evil)")], Cancel);
        Assert.Equal(
            ["first", "*second* [x](http://evil)"],
            receiver.Cards.Single().GetProperty("body").EnumerateArray().Where(b => b.GetProperty("type").GetString() == "RichTextBlock")
                .Select(b => b.GetProperty("inlines")[1].GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Send_FieldThatWouldBeALink_IsEscaped()
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, Workflow);
        await sink.SendAsync([Events.Plain("a") with { Fields = [new("dns", FieldValue.Of("[a](http://evil)"))] }], Cancel);
        JsonElement facts = receiver.Cards.Single().GetProperty("body")[1].GetProperty("facts");
        Assert.Equal(@"\[a\](http://evil)", facts.EnumerateArray().Last().GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("1", SendOutcome.Accepted)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x", SendOutcome.Retry)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 503", SendOutcome.Retry)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413", SendOutcome.TooLarge)]
    [InlineData("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 400", SendOutcome.Rejected)]
    [InlineData("<html>Sign in</html>", SendOutcome.Misconfigured)]
    public async Task Send_ConnectorsAnswer_IsReadThoughItIs200(string answer, SendOutcome outcome)
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, Connector, "connector");
        receiver.Faults.Enqueue(Fault.Status(200, answer));
        Assert.Equal(outcome, (await sink.SendAsync([Events.Plain("a")], Cancel)).Outcome);
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    public async Task Send_Status_MeansTheUsual(int status, SendOutcome outcome)
    {
        await using TeamsReceiver receiver = await StartAsync();
        await using TeamsSink sink = Create(receiver, Workflow);
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Events.Plain("a")], Cancel));
    }

    private static async Task<TeamsReceiver> StartAsync()
    {
        TeamsReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static TeamsSink Create(TeamsReceiver receiver, string path, string style = "workflow") =>
        MadeSink.Create<TeamsSink>(new TeamsSinkType(), ("url", receiver.Url + path), ("style", style));
}
