using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

public sealed class CustomMetricTests
{
    private readonly CounterFeed _feed = new();

    [Fact]
    public void UpdateCustom_AllTypes_GiveValuesOnTheNamedSource()
    {
        Send(0, "rack", 4, "label", 0u, "blue", "watts", 3u, 250u, "temp", 5u, 21.5f, "exact", 6u, 0.25);

        Assert.Equal("blue", _feed.Value("rack", "label"));
        Assert.Equal(250.0, _feed.Value("rack", "watts"));
        Assert.Equal(21.5, _feed.Value("rack", "temp"));
        Assert.Equal(0.25, _feed.Value("rack", "exact"));
    }

    [Fact]
    public void UpdateCustom_Counters_BecomeRates()
    {
        Send(0, "rack", 2, "small", 1u, uint.MaxValue - 4, "large", 2u, 1_000ul);
        Assert.Null(_feed.Value("rack", "small"));
        Send(10, "rack", 2, "small", 1u, 5u, "large", 2u, 2_000ul);

        Assert.Equal(1.0, _feed.Value("rack", "small"));
        Assert.Equal(100.0, _feed.Value("rack", "large"));
    }

    [Fact]
    public void UpdateCustom_NoSourceName_BelongsToTheHost()
    {
        Send(0, "", 1, "watts", 3u, 250u);

        Assert.Equal(250.0, _feed.Value("2.1", "watts"));
    }

    [Fact]
    public void UpdateCustom_BadNames_AreRefusedAndTheRestIsRead()
    {
        Send(0, "rack", 3, "a b", 3u, 1u, new string('x', 65), 3u, 2u, "good", 3u, 3u);

        Assert.Equal(3.0, _feed.Value("rack", "good"));
        Assert.Equal(2, _feed.Table.CustomRefused);
    }

    [Fact]
    public void UpdateCustom_UnknownTypeOrCutShort_IsCounted()
    {
        Send(0, "rack", 1, "odd", 9u, 1u);
        Send(1, "rack", 2, "good", 3u, 3u);

        Assert.Equal(2, _feed.State.Errors(DecodeError.RecordFieldOutOfBounds));
        Assert.Equal(3.0, _feed.Value("rack", "good"));
    }

    [Fact]
    public void UpdateCustom_ManyNames_IsBoundedAndCounted()
    {
        for (int i = 0; i < 1_100; i++)
        {
            Send(i, "rack", 1, $"m{i}", 3u, 1u);
        }

        Assert.Equal(76, _feed.Table.CustomRefused);
        Assert.NotNull(_feed.Value("rack", "m1023"));
        Assert.Null(_feed.Value("rack", "m1024"));
    }

    private void Send(double seconds, string source, int count, params object[] fields)
    {
        _feed.State.OnDatagram(0, (uint)seconds + 1, (uint)(seconds * 1000), CounterFeed.Agent, (long)(seconds * 1e6));
        _feed.Table.UpdateCustom(_feed.State, RecordBody.Of([source, count, .. fields]), (long)(seconds * 1e6));
    }
}
