using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class ServerRoutesTests
{
    [Fact]
    public async Task Get_Analyzer_HasTheNumbersScriptsKnow()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay, status: new ServerState { DatagramsDiscarded = 7 });
        await new Feed(web.Engine).StreamAsync(10);
        JsonElement numbers = await web.GetJsonAsync("/analyzer/json");
        foreach (string name in (string[])
            [
                "uptime", "httpConnectionsCurrent", "httpConnectionsTotal", "httpMessagesReceived", "httpMessagesSent", "httpBytesSent",
                "httpBytesReceived", "availableProcessors", "heapMax", "heapUsed", "threadTotalStartedCount", "threadCount",
                "threadDaemonCount", "gcTime", "gcCount", "flowsGenerated", "eventsGenerated", "cpuTime", "cpuLoadProcess",
            ])
        {
            Assert.Equal(JsonValueKind.Number, numbers.GetProperty(name).ValueKind);
        }

        Assert.Equal(10, numbers.GetProperty("sFlowDatagramsReceived").GetInt64());
        Assert.Equal(1, numbers.GetProperty("sFlowAgents").GetInt64());
        Assert.Equal(7, numbers.GetProperty("sFlowDatagramsDiscarded").GetInt64());
        Assert.Equal(0, numbers.GetProperty("sFlowParseErrors").GetInt64());
        Assert.Equal(numbers.EnumerateObject().Select(m => m.Name), web.Web.Analyzer().Keys);
    }

    [Fact]
    public async Task Get_Agents_MayBeLimited()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        await new Feed(web.Engine).StreamAsync(10);
        JsonElement agent = (await web.GetJsonAsync("/agents/json")).GetProperty(Feed.Agent);
        Assert.Equal(10, agent.GetProperty("sFlowDatagramsReceived").GetInt64());
        Assert.Equal(Feed.Agent, agent.GetProperty("sFlowDatagramSource")[0].GetString());
        Assert.Single((await web.GetJsonAsync($"/agents/json?agent={Feed.Agent}&agent=10.9.9.9")).EnumerateObject());
        Assert.Empty((await web.GetJsonAsync("/agents/json?agent=10.9.9.9")).EnumerateObject());
    }

    [Fact]
    public async Task Get_AgentErrors_CountsMalformedInput()
    {
        await using WebFixture web = await WebFixture.StartAsync(engine: Feed.Replay);
        Assert.Empty((await web.GetJsonAsync("/api/v1/agents/errors/json")).EnumerateObject());
        Feed feed = new(web.Engine);
        feed.Broken();
        feed.Broken();
        JsonElement reasons = (await web.GetJsonAsync("/api/v1/agents/errors/json")).GetProperty(Feed.Agent);
        Assert.Equal(2, Assert.Single(reasons.EnumerateObject()).Value.GetInt64());
        Assert.Equal(2, (await web.GetJsonAsync("/analyzer/json")).GetProperty("sFlowParseErrors").GetInt64());
    }

    [Fact]
    public async Task Get_Status_ListsListeners()
    {
        await using WebFixture web = await WebFixture.StartAsync(status: new ServerState { NotReady = ["not yet"] });
        JsonElement status = await web.GetJsonAsync("/api/v1/status/json");
        Assert.Equal(["sFlow", "HTTP"], status.GetProperty("listeners").EnumerateArray().Select(l => l.GetProperty("purpose").GetString()));
        Assert.Equal("not yet", status.GetProperty("notReady")[0].GetString());
        Assert.False(status.GetProperty("readOnly").GetBoolean());
    }
}
