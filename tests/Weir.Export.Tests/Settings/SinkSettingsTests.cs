using Weir.Analytics;
using Weir.Export.Settings;

namespace Weir.Export.Tests.Settings;

public class SinkSettingsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("10m", 600_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("2d", 172_800_000)]
    public void Duration_WithUnit_IsRead(string text, int expectedMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), Read(("age", text)).Duration("age", TimeSpan.Zero));

    [Theory]
    [InlineData("65536", 65_536)]
    [InlineData("256kB", 256_000)]
    [InlineData("1.5MB", 1_500_000)]
    [InlineData("2GB", 2_000_000_000)]
    public void Bytes_WithUnit_IsRead(string text, long expected) => Assert.Equal(expected, Read(("size", text)).Bytes("size", 0));

    [Fact]
    public void Reading_EverythingWrong_FindsEveryProblemAndGivesDefaults()
    {
        SinkSettings settings = Read(("url", "ftp://x"), ("age", "soon"), ("size", "big"), ("gzip", "maybe"), ("retries", "100"), ("colour", "red"));
        Assert.Null(settings.Url("url"));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Duration("age", TimeSpan.FromSeconds(1)));
        Assert.Equal(7, settings.Bytes("size", 7));
        Assert.True(settings.Flag("gzip", true));
        Assert.Equal(3, settings.Number("retries", 3, 0, 10));
        Assert.Equal("", settings.Required("token"));
        settings.RefuseUnknown();
        Assert.Equal(
            ["sinks.x.url", "sinks.x.age", "sinks.x.size", "sinks.x.gzip", "sinks.x.retries", "sinks.x.token", "sinks.x.colour"],
            settings.Problems.Select(p => p.Path));
    }

    [Fact]
    public void Text_SecretFromFile_IsTakenWithoutLineFeed()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "s3cret\n");
            Assert.Equal("Bearer s3cret!", Read(("auth", $"Bearer ${{file:{file}}}!")).TextOrNull("auth"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("${env:WEIR_NO_SUCH_VARIABLE}", "environment variable WEIR_NO_SUCH_VARIABLE is not set")]
    [InlineData("${file:/no/such/file}", "file /no/such/file cannot be read")]
    [InlineData("${vault:x}", "expected ${env:NAME} or ${file:/path}")]
    [InlineData("${env:X", "'${' without '}'")]
    public void Text_SecretThatIsMissing_IsAProblem(string text, string problem)
    {
        SinkSettings settings = Read(("token", text));
        Assert.Null(settings.TextOrNull("token"));
        Diagnostic only = Assert.Single(settings.Problems);
        Assert.Contains(problem, only.Message, StringComparison.Ordinal);
    }

    private static SinkSettings Read(params (string Name, string Text)[] members) =>
        new("sinks.x", members.ToDictionary(m => m.Name, m => new SettingNode(m.Text)), []);
}
