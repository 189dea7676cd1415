using System.Text;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Settings;

namespace Weir.Export.Tests.Configuration;

public class SinkFileTests
{
    [Fact]
    public void Read_Sinks_WithTypesSettingsAndPlaces()
    {
        List<Diagnostic> problems = [];
        IReadOnlyList<SinkDefinition> read = SinkFile.Read(
            """
            # two sinks
            sinks:
              loki-main:
                type: loki
                url: http://loki:3100
                tls: { verify: no }
                labels:
                  site: ams1
              pager:
                type: pagerduty
                routing_key: ${env:KEY}
                fields:
                  drop: [a, "b c"]
            """,
            "conf.d/sinks.yaml",
            problems);
        Assert.Empty(problems);
        Assert.Equal([("loki-main", "loki", "conf.d/sinks.yaml:3"), ("pager", "pagerduty", "conf.d/sinks.yaml:9")], read.Select(d => (d.Name, d.Type, d.Origin)));
        Assert.Equal(("http://loki:3100", "no", "ams1"), (read[0].Settings["url"].Text, read[0].Settings["tls"].Members!["verify"].Text, read[0].Settings["labels"].Members!["site"].Text));
        Assert.Equal(["a", "b c"], read[1].Settings["fields"].Members!["drop"].Items!.Select(i => i.Text));
        Assert.False(read[0].Settings.ContainsKey("type"));
        Assert.Equal("conf.d/sinks.yaml:8: sinks.loki-main.labels.site", read[0].Locate(new Diagnostic("sinks.loki-main.labels.site", "x")).Path);
        Assert.Equal("conf.d/sinks.yaml:13: sinks.pager.fields.drop[7]", read[1].Locate(new Diagnostic("sinks.pager.fields.drop[7]", "x")).Path);
        Assert.Equal("conf.d/sinks.yaml:9: sinks.pager.url", read[1].Locate(new Diagnostic("sinks.pager.url", "is missing")).Path);
    }

    [Fact]
    public void Read_EverythingWrong_IsListedWithLines()
    {
        List<Diagnostic> problems = [];
        SinkFile.Read(
            """
            skins: 5
            sinks:
              a:
                url: http://x
              b: loki
              c:
                type: loki
                url: http://x
                url: http://y
                <<: { q: 1 }
                t: !!binary x
                z: *nowhere
                ? [1, 2]
                : 3
              c:
                type: loki
            """,
            "s.yaml",
            problems);
        Assert.Equal(
            [
                "s.yaml:9: sinks.c.url: is written twice, first in line 8",
                "s.yaml:10: sinks.c.<<: merge keys are not understood",
                "s.yaml:11: sinks.c.t: tag tag:yaml.org,2002:binary is not understood",
                "s.yaml:12: *nowhere names no anchor above it",
                "s.yaml:13: sinks.c: expected a name before the colon",
                "s.yaml:15: sinks.c: is written twice, first in line 6",
                "s.yaml:1: skins: is not understood here; sinks stand below 'sinks:', metrics to send below 'metrics:'",
                "s.yaml:3: sinks.a: needs a type, such as 'type: loki'",
                "s.yaml:5: sinks.b: expected settings below it",
            ],
            problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("sinks:")]
    [InlineData("sinks: {}")]
    [InlineData("---\n...\n")]
    public void Read_Nothing_IsNoSinks(string text)
    {
        List<Diagnostic> problems = [];
        Assert.Empty(SinkFile.Read(text, "s.yaml", problems));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("sinks:\n  a: [1, 2\n", "s.yaml:")]
    [InlineData("sinks:\n\ta: 1", "s.yaml:1: While scanning")]
    [InlineData("sinks:\n  a:\n    type: x\n---\nsinks: {}", "s.yaml:4: a second document ('---') is not read")]
    [InlineData("- a\n- b", "s.yaml:1: expected 'sinks:' with the sinks below it")]
    [InlineData("sinks: [a]", "s.yaml:1: expected sinks below 'sinks:', each with its name, a colon and its settings below")]
    [InlineData("sinks: &a\n  b: *a", "s.yaml:2: *a names no anchor above it")]
    public void Read_NoSuchFile_SaysWhere(string text, string expected)
    {
        List<Diagnostic> problems = [];
        SinkFile.Read(text, "s.yaml", problems);
        Assert.StartsWith(expected, problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Anchors_RepeatWhatTheyName()
    {
        List<Diagnostic> problems = [];
        IReadOnlyList<SinkDefinition> read = SinkFile.Read("sinks:\n  a: {type: t, tls: &tls {ca: x.pem}}\n  b: {type: t, tls: *tls}", "s.yaml", problems);
        Assert.Empty(problems);
        Assert.Equal("x.pem", read[1].Settings["tls"].Members!["ca"].Text);
    }

    [Fact]
    public void Read_AliasBomb_IsRefusedWithoutBeingBuilt()
    {
        StringBuilder bomb = new("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++)
        {
            bomb.Append(FormattableString.Invariant($"a{i}: &a{i} [")).AppendJoin(',', Enumerable.Repeat(FormattableString.Invariant($"*a{i - 1}"), 10)).Append("]\n");
        }

        List<Diagnostic> problems = [];
        Assert.Empty(SinkFile.Read(bomb.ToString(), "s.yaml", problems));
        Assert.Contains("more than 50000 values", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepOrLarge_IsRefused()
    {
        List<Diagnostic> problems = [];
        SinkFile.Read(new string('[', 5_000), "s.yaml", problems);
        SinkFile.Read(new string('#', SinkFile.MaxBytes + 1), "s.yaml", problems);
        Assert.Equal(["s.yaml:1: nested deeper than 16", "s.yaml: is larger than 1000000 bytes"], problems.Select(p => p.ToString()));
    }

    [Fact]
    public void Read_DamagedTexts_NeverThrow()
    {
        const string Good = "sinks:\n  a: &x\n    type: loki\n    url: 'http://x'\n    fields: {drop: [a, b], add: {c: d}}\n  b: *x\n";
        Random random = new(20261122);
        for (int i = 0; i < 5_000; i++)
        {
            StringBuilder text = new(Good);
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = " \n\t:-[]{}&*!|>'\"#%@`,?x\0\uFEFF"[random.Next(25)];
            }

            SinkFile.Read(text.ToString(), "s.yaml", []);
        }
    }

    [Theory]
    [InlineData("http://loki:3100/a?org=1", "http://loki:3100/a?org=1")]
    [InlineData("https://u:p@h/x", "https://***@h/x")]
    [InlineData("https://hooks.slack.com/services/T00/B00/XXXXXXXX", "https://hooks.slack.com/services/***/***/***")]
    [InlineData("https://logs-01.loggly.com/bulk/abc/tag/http/", "https://logs-01.loggly.com/bulk/***/tag/http/")]
    [InlineData("https://x.webhook.office.com/webhookb2/8a7bdef4-3b00-4c6e-9a9e-0123456789ab@8a7bdef4-3b00-4c6e-9a9e-0123456789ab/IncomingWebhook", "https://x.webhook.office.com/webhookb2/***/IncomingWebhook")]
    [InlineData("https://prod.logic.azure.com/workflows/x?api-version=1&sig=abc", "https://prod.logic.azure.com/workflows/x?api-version=1&sig=***")]
    [InlineData("amqp://guest:guest@h:5673/v", "amqp://***@h:5673/v")]
    [InlineData("kind=flow", "kind=flow")]
    public void Address_Secrets_AreMasked(string text, string expected) => Assert.Equal(expected, SettingMask.Address(text));

    [Fact]
    public void Apply_Settings_MasksHeadersSecretNamesAndReferences()
    {
        Dictionary<string, SettingNode> settings = new()
        {
            ["headers"] = Map(("X-Scope-OrgID", "t1"), ("X-Key", "k")),
            ["auth"] = Map(("user", "me"), ("password", "p")),
            ["token"] = new SettingNode("t"),
            ["gzip"] = new SettingNode("yes"),
            ["site"] = new SettingNode("${file:/run/x}"),
        };
        IReadOnlyDictionary<string, SettingNode> shown = SettingMask.Apply(settings, null);
        Assert.Equal(("t1", "***"), (shown["headers"].Members!["X-Scope-OrgID"].Text, shown["headers"].Members!["X-Key"].Text));
        Assert.Equal(("me", "***"), (shown["auth"].Members!["user"].Text, shown["auth"].Members!["password"].Text));
        Assert.Equal(("***", "yes", "***"), (shown["token"].Text, shown["gzip"].Text, shown["site"].Text));
    }

    private static SettingNode Map(params (string Name, string Text)[] members) => new(members.ToDictionary(m => m.Name, m => new SettingNode(m.Text)));
}
