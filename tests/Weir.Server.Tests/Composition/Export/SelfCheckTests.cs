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
    public void Count_OfSeveralSubjects_DoesNotSilenceTheOthers()
    {
        SelfCheck check = Make();
        check.Count("a", 1, Line);
        check.Count("b", 1, Line);
        check.Count("a", 2, Line);
        Assert.Equal(["a", "b"], _told.Select(e => e.Subject));
    }

    [Fact]
    public void Tell_Twice_MakesTwoEventsInOrder()
    {
        SelfCheck check = Make();
        check.Tell("weir", EventSeverity.Notice, "started");
        check.Tell("weir", EventSeverity.Notice, "stopping", new EventField("seconds", FieldValue.Of(5)));
        Assert.NotEqual(_told[0].Id, _told[1].Id);
        Assert.True(_told[1].TimeNs > _told[0].TimeNs);
        Assert.Equal(5, _told[1].Field("seconds")!.Value.Integer);
    }

    private static string Line(long count) => $"{count} were lost";

    private SelfCheck Make() => new(_time, new EventClock(_time), _told.Add);
}
