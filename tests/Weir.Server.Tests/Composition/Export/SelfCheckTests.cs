using Weir.Export.Events;
using Weir.Server.Composition.Export;
using Weir.Testing;

namespace Weir.Server.Tests.Composition.Export;

public sealed class SelfCheckTests
{
    private readonly ManualTime _time = new();
    private readonly List<WeirEvent> _told = [];

    [Fact]
    public void Count_GrowsAgainWithinAMinute_IsToldLaterWithEverythingMissed()
    {
        SelfCheck check = Make();
        check.Count("records dropped", 0, Line);
        Assert.Empty(_told);
        check.Count("records dropped", 3, Line);
        check.Count("records dropped", 5, Line);
        _time.Advance(SelfCheck.Silence);
        check.Count("records dropped", 9, Line);
        check.Count("records dropped", 9, Line);
        Assert.Equal(["3 were lost", "6 were lost"], _told.Select(e => e.Message));
        Assert.Equal(9, _told.Sum(e => e.Field("count")!.Value.Integer));
        Assert.All(_told, e => Assert.Equal(("selfcheck", EventSeverity.Error, "records dropped"), (e.Kind, e.Severity, e.Subject)));
    }

    [Fact]
    public void State_TroubleThatStays_IsToldOnceAndItsEndOnce()
    {
        SelfCheck check = Make();
        check.State("sink loki", false, "status 503");
        Assert.Empty(_told);
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            check.State("sink loki", false, "status 503");
        }

        check.State("sink loki", true, null);
        check.State("sink loki", true, null);
        Assert.Equal(["sink loki fails: status 503", "sink loki works again after 20 s"], _told.Select(e => e.Message));
        Assert.Equal(2, _told.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void State_TroubleForOneLook_IsNotTold()
    {
        SelfCheck check = Make();
        check.State("sink loki", false, "reset");
        check.State("sink loki", true, null);
        check.State("sink loki", false, "reset");
        check.State("sink loki", true, null);
        Assert.Empty(_told);
    }

    [Fact]
    public void State_TroubleThatComesAndGoes_IsToldOnceAMinuteAtMost()
    {
        SelfCheck check = Make();
        for (int i = 0; i < 24; i++)
        {
            check.State("sink loki", false, "reset");
            check.State("sink loki", false, "reset");
            check.State("sink loki", true, null);
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(2, _told.Count(e => e.Severity == EventSeverity.Error));
        Assert.Equal(2, _told.Count(e => e.Severity == EventSeverity.Notice));
    }

    private static string Line(long count) => $"{count} were lost";

    private SelfCheck Make() => new(_time, new EventClock(_time), _told.Add);
}
