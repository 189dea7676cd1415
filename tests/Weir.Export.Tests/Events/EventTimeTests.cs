using Weir.Export.Events;
using Weir.Testing;

namespace Weir.Export.Tests.Events;

public class EventTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2026-11-22T03:15:00.5Z", 1_795_317_300_500_000_000)]
    [InlineData("2026-11-22T04:15:00.123456789+01:00", 1_795_317_300_123_456_789)]
    [InlineData("2026-11-21T22:45:00-04:30", 1_795_317_300_000_000_000)]
    public void TryParse_Rfc3339_IsRead(string text, long expected)
    {
        Assert.True(EventTime.TryParse(text, out long timeNs));
        Assert.Equal(expected, timeNs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-22T03:15:00")]
    [InlineData("2026-11-22 03:15:00Z")]
    [InlineData("2026-13-22T03:15:00Z")]
    [InlineData("2026-11-22T03:15:00.Z")]
    [InlineData("2026-11-22T03:15:00.1234567890Z")]
    [InlineData("2026-11-22T03:15:00+1:00")]
    [InlineData("2026-11-22T03:15:00+24:00")]
    [InlineData("2263-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00+01:00")]
    public void TryParse_SomethingElse_IsRefused(string text) => Assert.False(EventTime.TryParse(text, out _));

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(-1, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(1_795_317_300_000_000_001, "2026-11-22T03:15:00.000000001Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    public void Format_AnyTime_HasNineDigits(long timeNs, string expected) => Assert.Equal(expected, EventTime.Format(timeNs));

    [Fact]
    public void Clock_StandingGoingBackAndAhead_StrictlyIncreases()
    {
        ManualTime time = new();
        EventClock clock = new(time);
        long first = clock.Now();
        Assert.Equal(first + 1, clock.Now());
        time.StepWall(TimeSpan.FromHours(-1));
        Assert.Equal(first + 2, clock.Now());
        time.StepWall(TimeSpan.FromHours(2));
        Assert.Equal(first + 3_600_000_000_000, clock.Now());
        Assert.Equal(first + 3_600_000_000_001, clock.At(5));
    }

    [Fact]
    public void Ids_OfTheSameParts_AreTheSameAndOfOthersDiffer()
    {
        string id = EventIds.Of(EventKinds.Threshold, 17, "def", "10.0.0.1", "4", "a,b");
        Assert.Equal(id, EventIds.Of(EventKinds.Threshold, 17, "def", "10.0.0.1", "4", "a,b"));
        Assert.Equal(32, id.Length);
        Assert.True(EventIds.IsValid(id));
        string[] others =
        [
            EventIds.Of(EventKinds.FlowLog, 17, "def", "10.0.0.1", "4", "a,b"), EventIds.Of(EventKinds.Threshold, 18, "def", "10.0.0.1", "4", "a,b"),
            EventIds.Of(EventKinds.Threshold, 17, "def1", "0.0.0.1", "4", "a,b"), EventIds.Of(EventKinds.Threshold, 17, "def", "10.0.0.1", "4", "a,b", null),
            EventIds.Of(EventKinds.Threshold, 17, "def", "10.0.0.1", "4", "a,b", ""),
        ];
        Assert.Equal(6, others.Append(id).Distinct().Count());
    }

    [Fact]
    public void Ids_New_AreDifferentAndOrderedByTime()
    {
        ManualTime time = new();
        List<string> ids = [];
        for (int i = 0; i < 100; i++)
        {
            ids.Add(EventIds.New(time));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.NotEqual(EventIds.New(time), EventIds.New(time));
        Assert.All(ids, id => Assert.True(EventIds.IsValid(id)));
    }

    [Fact]
    public void SemanticNames_KnownFields_HaveNamesElsewhereAndOthersKeepTheirs()
    {
        Assert.Equal("source.address", SemanticNames.OpenTelemetry("ipsource"));
        Assert.Equal("source.ip", SemanticNames.Ecs("ipsource"));
        Assert.Equal("agent", SemanticNames.OpenTelemetry("agent"));
        Assert.Equal("observer.ip", SemanticNames.Ecs("agent"));
        Assert.Equal("icmpunreachableport", SemanticNames.Ecs("icmpunreachableport"));
        Assert.All(SemanticNames.Known, name => Assert.False(SemanticNames.OpenTelemetry(name) == name && SemanticNames.Ecs(name) == name));
    }

    [Fact]
    public void SeverityNames_OfEach_AreReadBackAndTranslated()
    {
        foreach (EventSeverity severity in Enum.GetValues<EventSeverity>())
        {
            Assert.True(SeverityNames.TryParse(SeverityNames.Name(severity).ToUpperInvariant(), out EventSeverity back));
            Assert.Equal(severity, back);
        }

        Assert.True(SeverityNames.TryParse("warn", out EventSeverity warning));
        Assert.Equal(EventSeverity.Warning, warning);
        Assert.False(SeverityNames.TryParse("loud", out _));
        Assert.False(SeverityNames.TryParse(null, out _));
        Assert.Equal("WARN", SeverityNames.Level(warning));
        Assert.Equal(13, SeverityNames.OpenTelemetryNumber(warning));
        Assert.Equal(4, SeverityNames.Syslog(warning));
    }
}
