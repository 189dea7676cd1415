using System.Text.Json;

namespace Weir.Web.Tests.Endpoints;

public class SinkRoutesTests
{
    [Fact]
    public async Task Get_Sinks_ShowsHealthSettingsAndProblems()
    {
        await using WebFixture web = await WebFixture.StartAsync(sinks: new SinkTable());
        JsonElement all = await web.GetJsonAsync("/api/v1/sinks");
        JsonElement sink = Assert.Single(all.GetProperty("sinks").EnumerateArray());
        Assert.Equal("***", sink.GetProperty("settings").GetProperty("auth").GetProperty("password").GetString());
        Assert.Equal("sinks.other.url: is missing", all.GetProperty("problems")[0].GetString());
        JsonElement one = await web.GetJsonAsync("/api/v1/sinks/main");
        Assert.Equal(("retrying", 7, 3), (one.GetProperty("state").GetString(), one.GetProperty("waiting").GetInt32(), one.GetProperty("counters").GetProperty("delivered").GetInt32()));
    }

    [Fact]
    public async Task Post_TestAndResend_AnswerWhatBecameOfIt()
    {
        await using WebFixture web = await WebFixture.StartAsync(sinks: new SinkTable());
        using HttpResponseMessage test = await web.SendAsync(HttpMethod.Post, "/api/v1/sinks/main/test");
        JsonElement report = await WebFixture.JsonAsync(test, 200);
        Assert.Equal((false, "retry", "status 503"), (report.GetProperty("ok").GetBoolean(), report.GetProperty("outcome").GetString(), report.GetProperty("reason").GetString()));
        using HttpResponseMessage resend = await web.SendAsync(HttpMethod.Post, "/api/v1/sinks/main/resend");
        Assert.Equal(2, (await WebFixture.JsonAsync(resend, 200)).GetProperty("resent").GetInt32());
        Assert.Empty((await web.GetJsonAsync("/api/v1/sinks/main/deadletters")).EnumerateArray());
    }

    [Theory]
    [InlineData("GET", "/api/v1/sinks/none")]
    [InlineData("POST", "/api/v1/sinks/none/test")]
    [InlineData("GET", "/api/v1/sinks/none/deadletters")]
    [InlineData("POST", "/api/v1/sinks/none/resend")]
    public async Task UnknownSink_Is404(string method, string path)
    {
        await using WebFixture web = await WebFixture.StartAsync(sinks: new SinkTable());
        Assert.Contains("none", (await web.RefusedAsync(new HttpMethod(method), path, null, 404)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ReadOnly_IsForbidden()
    {
        await using WebFixture web = await WebFixture.StartAsync(o => o.ReadOnly = true, sinks: new SinkTable());
        Assert.Equal(403, await web.StatusAsync(HttpMethod.Post, "/api/v1/sinks/main/resend"));
    }
}
