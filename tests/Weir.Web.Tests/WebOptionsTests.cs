using Weir.Analytics;

namespace Weir.Web.Tests;

public class WebOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => Assert.Empty(new WebOptions().Validate());

    [Fact]
    public void FromProperties_Nothing_GivesTheDefaults()
    {
        List<Diagnostic> problems = [];
        WebOptions options = WebOptions.FromProperties(_ => null, problems);
        Assert.Empty(problems);
        Assert.Equal(8008, options.Port);
        Assert.Equal(1, options.JsonIndent);
        Assert.Equal("sflow_", options.MetricPrefix);
        Assert.True(options is { Html: true, Rest: true, ReadOnly: false, LogRequests: false, HasAuthentication: false, Hostname: null });
    }

    [Fact]
    public void FromProperties_EveryProperty_IsRead()
    {
        Dictionary<string, string> set = new()
        {
            ["http.hostname"] = "0.0.0.0",
            ["http.port"] = "9090",
            ["http.readonly"] = "yes",
            ["http.html"] = "no",
            ["http.rest"] = "no",
            ["http.log"] = "yes",
            ["http.json.indent"] = "0",
            ["http.html.redirect"] = "./app/x/html/",
            ["weir.http.maxbody"] = "1000",
            ["weir.http.maxwaiting"] = "7",
            ["weir.http.maxconnections"] = "8",
            ["weir.http.user"] = "u",
            ["weir.http.password"] = "p",
            ["weir.http.token"] = "t",
            ["prometheus.metric.prefix"] = "rt_",
            ["prometheus.type"] = "yes",
        };
        List<Diagnostic> problems = [];
        WebOptions options = WebOptions.FromProperties(set.GetValueOrDefault, problems);
        Assert.Empty(problems);
        Assert.True(options is { Hostname: "0.0.0.0", Port: 9090, ReadOnly: true, Html: false, Rest: false, LogRequests: true, JsonIndent: 0 });
        Assert.True(options is { HtmlRedirect: "./app/x/html/", MaxBodyBytes: 1000, MaxWaiting: 7, MaxConnections: 8 });
        Assert.True(options is { User: "u", Password: "p", Token: "t", MetricPrefix: "rt_", MetricType: true, HasAuthentication: true });
    }

    [Fact]
    public void FromProperties_EmptyPrefix_StaysEmpty() =>
        Assert.Equal("", WebOptions.FromProperties(n => n == "prometheus.metric.prefix" ? "" : null, []).MetricPrefix);

    [Theory]
    [InlineData("http.port", "65536")]
    [InlineData("http.port", "web")]
    [InlineData("http.readonly", "maybe")]
    [InlineData("http.json.indent", "9")]
    [InlineData("weir.http.maxbody", "0")]
    [InlineData("weir.http.user", "alone")]
    [InlineData("weir.http.password", "alone")]
    [InlineData("prometheus.metric.prefix", "9-")]
    public void FromProperties_BadValue_IsOneProblem(string name, string value)
    {
        List<Diagnostic> problems = [];
        WebOptions.FromProperties(n => n == name ? value : null, problems);
        Diagnostic problem = Assert.Single(problems);
        Assert.StartsWith(name.StartsWith("weir.http.user", StringComparison.Ordinal) ? "weir.http.password" : name.Replace("password", "user", StringComparison.Ordinal), problem.Path, StringComparison.Ordinal);
    }
}
