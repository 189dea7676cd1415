using Weir.Analytics;

namespace Weir.Scripting.Tests;

public sealed class ScriptOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreGood() => Assert.Empty(new ScriptOptions().Validate());

    [Fact]
    public void FromProperties_All_AreRead()
    {
        List<Diagnostic> problems = [];
        ScriptOptions options = ScriptOptions.FromProperties(
            new Dictionary<string, string>
            {
                ["script.file"] = "a.js, /b/c.js",
                ["script.store"] = "/s",
                ["weir.script.memory"] = "64",
                ["weir.script.timeout"] = "2.5",
                ["weir.script.runcmd"] = "yes",
                ["weir.http.timeout"] = "7",
                ["weir.syslog.format"] = "RFC5424",
                ["weir.syslog.body"] = "keyvalue",
            },
            problems);
        Assert.Empty(problems);
        Assert.Equal(["a.js", "/b/c.js"], options.Files);
        Assert.Equal(("/s", 64, TimeSpan.FromSeconds(2.5), true), (options.StoreDirectory, options.MemoryMb, options.Timeout, options.AllowRunCmd));
        Assert.Equal((TimeSpan.FromSeconds(7), SyslogFormat.Rfc5424, SyslogBody.KeyValue), (options.HttpTimeout, options.SyslogFormat, options.SyslogBody));
    }

    [Fact]
    public void FromProperties_Wrong_AreNamedAndDefaultsStay()
    {
        List<Diagnostic> problems = [];
        ScriptOptions options = ScriptOptions.FromProperties(
            new Dictionary<string, string> { ["weir.script.memory"] = "much", ["weir.syslog.format"] = "x", ["weir.data"] = "/d" },
            problems);
        Assert.Equal(["weir.script.memory", "weir.syslog.format"], problems.Select(p => p.Path));
        Assert.Equal((256, SyslogFormat.Rfc3164, Path.Combine("/d", "store")), (options.MemoryMb, options.SyslogFormat, options.StoreDirectory));
    }

    [Fact]
    public void Validate_Wrong_NamesEachProperty()
    {
        ScriptOptions options = new() { MemoryMb = 1, HttpCaFile = "/none", Inspect = "host:port" };
        Assert.Equal(["weir.script.memory", "weir.http.cafile", "weir.script.inspect"], options.Validate().Select(p => p.Path));
    }
}
