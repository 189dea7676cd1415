using Weir.Analytics;
using Weir.Export.Events;
using Weir.Export.Filters;

namespace Weir.Export.Tests.Filters;

public class EventFilterTests
{
    private static readonly WeirEvent Event = new()
    {
        Id = "e-1",
        TimeNs = 1,
        Kind = "threshold",
        Severity = EventSeverity.Warning,
        Service = "ddos-protect",
        Subject = "10.0.0.1",
        Message = "it's on, 90%",
        Fields = [new("site", FieldValue.Of("ams1")), new("pps", FieldValue.Of(12_500)), new("rate", FieldValue.Of("7.5")), new("kind", FieldValue.Of("udp")), new("on", FieldValue.Of(true)), new("none", default)],
    };

    [Theory]
    [InlineData("kind=threshold", true)]
    [InlineData("kind=incident,threshold", true)]
    [InlineData("kind=incident,flow", false)]
    [InlineData("kind!=incident,flow", true)]
    [InlineData("kind!=incident,threshold", false)]
    [InlineData("fields.kind=udp", true)]
    [InlineData("severity>=warning", true)]
    [InlineData("severity>warning", false)]
    [InlineData("severity<=Warn", true)]
    [InlineData("severity<error", true)]
    [InlineData("severity=warn,critical", true)]
    [InlineData("severity!=info", true)]
    [InlineData("severity~^warn", true)]
    [InlineData("service=ddos-protect & subject=10.0.0.1", true)]
    [InlineData("site=ams1", true)]
    [InlineData("site=AMS1", false)]
    [InlineData("nothing=ams1", false)]
    [InlineData("nothing!=ams1", true)]
    [InlineData("nothing=\"\"", true)]
    [InlineData("none=\"\"", true)]
    [InlineData("on=true", true)]
    [InlineData("pps>12499.5", true)]
    [InlineData("pps>=12500", true)]
    [InlineData("pps<1.25e4", false)]
    [InlineData("rate>7", true)]
    [InlineData("site>7", false)]
    [InlineData("site<7", false)]
    [InlineData("nothing<7", false)]
    [InlineData("subject~^10\\.0\\.", true)]
    [InlineData("subject ~ \"^192|^10\"", true)]
    [InlineData("subject!~^10\\.,^192\\.", false)]
    [InlineData("message = 'it\\'s on, 90%'", true)]
    [InlineData("message~\"\\d+%$\"", true)]
    [InlineData("!kind=flow", true)]
    [InlineData("!(kind=flow | site=ams1)", false)]
    [InlineData("kind=flow & site=no | pps>1", true)]
    [InlineData("kind=flow & (site=no | pps>1)", false)]
    [InlineData("  kind = threshold&site=ams1  ", true)]
    [InlineData("id=e-1", true)]
    public void Matches_Test_SaysWhetherTheSinkGetsTheEvent(string text, bool expected) => Assert.Equal(expected, Parse(text).Matches(Event));

    [Theory]
    [InlineData("", 1, "expected a name such as kind, severity or a field")]
    [InlineData("kind", 5, "expected one of = != ~ !~ < <= > >= behind 'kind'")]
    [InlineData("kind=", 6, "expected a value; an empty one is written \"\"")]
    [InlineData("kind=a,", 8, "expected a value; an empty one is written \"\"")]
    [InlineData("kind=a &", 9, "expected a name such as kind, severity or a field")]
    [InlineData("kind=a kind=b", 8, "'k' was not expected here")]
    [InlineData("(kind=a", 1, "'(' without ')'")]
    [InlineData("kind=a)", 7, "')' was not expected here")]
    [InlineData("kind=\"a", 6, "\" without its second one")]
    [InlineData("severity>=loud", 11, "'loud': expected one of debug, info, notice, warning, error, critical")]
    [InlineData("severity=info,3", 15, "'3': expected one of debug, info, notice, warning, error, critical")]
    [InlineData("pps>many", 5, "'many': expected a number")]
    [InlineData("pps>1,2", 7, "'>' takes one value")]
    public void TryParse_Wrong_SaysWhereAndWhat(string text, int position, string message)
    {
        List<Diagnostic> problems = [];
        Assert.Null(EventFilter.TryParse(text, "filter", problems));
        Assert.Equal(new Diagnostic($"filter:{position}", message), Assert.Single(problems));
    }

    [Theory]
    [InlineData("a~[")]
    [InlineData("a~\"(x)\\1\"")]
    [InlineData("a~\"(?=x)\"")]
    public void TryParse_ExpressionThatCannotRunInLinearTime_IsRefused(string text)
    {
        List<Diagnostic> problems = [];
        Assert.Null(EventFilter.TryParse(text, "filter", problems));
        Assert.Equal("filter:3", problems.Single().Path);
        Assert.Contains("is no regular expression that can be used here", problems.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_TooDeepOrTooLong_IsRefused()
    {
        List<Diagnostic> problems = [];
        Assert.Null(EventFilter.TryParse(new string('(', 10_000) + "a=b", "filter", problems));
        Assert.Null(EventFilter.TryParse(new string('!', 10_000) + "a=b", "filter", problems));
        Assert.Null(EventFilter.TryParse("a=" + new string('b', EventFilter.MaxLength), "filter", problems));
        Assert.Equal(["nested deeper than 50", "nested deeper than 50", "longer than 65536 characters"], problems.Select(p => p.Message));
    }

    [Fact]
    public void TryParse_RandomTexts_NeverThrowAndAlwaysSayWhy()
    {
        Random random = new(20261122);
        string[] words = ["kind", "=", "!=", "~", "!~", "<", ">=", "&", "|", "(", ")", "!", ",", "\"", "'", "severity", "warning", "5", "\\", "[", "x y", "fields.", ""];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)]));
            List<Diagnostic> problems = [];
            EventFilter? filter = EventFilter.TryParse(text, "filter", problems);
            Assert.Equal(filter is null ? 1 : 0, problems.Count);
            filter?.Matches(Event);
        }
    }

    private static EventFilter Parse(string text)
    {
        List<Diagnostic> problems = [];
        EventFilter? filter = EventFilter.TryParse(text, "filter", problems);
        Assert.Empty(problems);
        return filter!;
    }
}
