using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Configuration;

public class SinkPropertiesTests
{
    [Fact]
    public void Read_TriggerIsSet_MakesASinkOfTheTypesName()
    {
        SinkDefinition loki = Assert.Single(Read([], ("weir.loki.url", "http://l:3100"), ("weir.loki.batch.items", "5"), ("weir.loki.batch.age", "1s"), ("weir.data", "x")));
        Assert.Equal(("loki", "loki", "properties"), (loki.Name, loki.Type, loki.Origin));
        Assert.Equal(("http://l:3100", "5", "1s"), (loki.Settings["url"].Text, loki.Settings["batch"].Members!["items"].Text, loki.Settings["batch"].Members!["age"].Text));
        Assert.Equal("weir.loki.batch.items: sinks.loki.batch.items", loki.Locate(new Diagnostic("sinks.loki.batch.items", "x")).Path);
    }

    [Fact]
    public void Read_NoTrigger_IsAProblemThatNamesTheTriggers()
    {
        List<Diagnostic> problems = [];
        Assert.Empty(Read(problems, ("weir.loki.gzip", "yes"), ("weir.syslog.format", "rfc5424")));
        Assert.Equal("weir.loki.gzip: makes no sink alone; set weir.loki.url or weir.loki.host as well", Assert.Single(problems).ToString());
    }

    [Fact]
    public void Read_ValueAndSettingsBelowIt_IsAProblem()
    {
        List<Diagnostic> problems = [];
        Read(problems, ("weir.loki.url", "http://l"), ("weir.loki.url.x", "1"));
        Assert.Equal("weir.loki.url.x", Assert.Single(problems).Path);
    }

    [Fact]
    public void Read_PropertiesOfTheArticlesApp_MakeALokiSink()
    {
        SinkDefinition loki = Assert.Single(Read([], ("ddos_protect.loki.host", "10.0.0.7"), ("ddos_protect.loki.port", "3101"), ("ddos_protect.loki.push", "/x"), ("ddos_protect.as", "1")));
        Assert.Equal(("ddos-protect-loki", "loki"), (loki.Name, loki.Type));
        Assert.Equal(["filter=service=ddos-protect", "host=10.0.0.7", "port=3101", "push=/x"], loki.Settings.OrderBy(s => s.Key).Select(s => $"{s.Key}={s.Value.Text}"));
        Assert.Empty(Read([], ("ddos_protect.loki.port", "3101")));
    }

    private static IReadOnlyList<SinkDefinition> Read(List<Diagnostic> problems, params (string Name, string Value)[] properties) =>
        SinkProperties.Read(properties.ToDictionary(p => p.Name, p => p.Value), SinkTypes.All, problems);
}
