using Weir.Analytics.Agents;
using Xunit;

namespace Weir.Analytics.Tests.Agents;

public sealed class SequenceCounterTests
{
    private SequenceCounter _sequence;

    [Fact]
    public void Accept_Successors_LosesNothing()
    {
        Assert.Equal(SequenceOutcome.First, _sequence.Accept(7));
        Assert.Equal(SequenceOutcome.InOrder, _sequence.Accept(8));
        Assert.Equal(0, _sequence.Lost);
    }

    [Fact]
    public void Accept_LateOneFillsTheGap_IsOutOfOrderAndNoLongerLost()
    {
        Feed(1, 5);
        Assert.Equal(3, _sequence.Lost);

        Assert.Equal(SequenceOutcome.Late, _sequence.Accept(3));
        Assert.Equal(2, _sequence.Lost);
        Assert.Equal(1, _sequence.OutOfOrder);
        Assert.Equal(SequenceOutcome.Duplicate, _sequence.Accept(3));
        Assert.Equal(2, _sequence.Lost);
        Assert.Equal(1, _sequence.Duplicates);
    }

    [Fact]
    public void Accept_OlderThanTheFirst_IsOutOfOrderAndWasNeverLost()
    {
        Feed(10);

        Assert.Equal(SequenceOutcome.Late, _sequence.Accept(8));
        Assert.Equal(0, _sequence.Lost);
        Assert.Equal(SequenceOutcome.Duplicate, _sequence.Accept(8));
    }

    [Fact]
    public void Accept_AcrossTheWrap_GoesOn()
    {
        Feed(uint.MaxValue - 1, uint.MaxValue, 0, 2);

        Assert.Equal(1, _sequence.Lost);
        Assert.Equal(SequenceOutcome.Late, _sequence.Accept(1));
        Assert.Equal(0, _sequence.Lost);
    }

    [Fact]
    public void Accept_FarBehindOrFarAhead_StartsAgainWithoutLoss()
    {
        Feed(1_000_000);

        Assert.Equal(SequenceOutcome.Restart, _sequence.Accept(1));
        Assert.Equal(SequenceOutcome.InOrder, _sequence.Accept(2));
        Assert.Equal(SequenceOutcome.Restart, _sequence.Accept(2 + SequenceCounter.LargestGap + 1));
        Assert.Equal(0, _sequence.Lost);
        Assert.Equal(2, _sequence.Restarts);
    }

    [Fact]
    public void Accept_GapWiderThanTheWindow_CountsAllOfItAndResolvesWhatIsInside()
    {
        Feed(1, 101);
        Assert.Equal(99, _sequence.Lost);

        Assert.Equal(SequenceOutcome.Late, _sequence.Accept(101 - 63));
        Assert.Equal(SequenceOutcome.Restart, _sequence.Accept(101 - 64));
        Assert.Equal(98, _sequence.Lost);
    }

    [Fact]
    public void Accept_RandomShuffleWithinTheWindow_EndsWithWhatReallyIsMissing()
    {
        Random random = new(4711);
        List<uint> sent = [.. Enumerable.Range(0, 5_000).Select(static i => unchecked(4_294_965_000u + (uint)i))];
        List<uint> arriving = [.. sent.Where((_, i) => i < 64 || random.Next(10) > 0)];
        for (int i = 64; i + 20 < arriving.Count; i += 20)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(arriving).Slice(i, 20));
        }

        foreach (uint number in arriving)
        {
            _sequence.Accept(number);
        }

        long missing = arriving.Max(n => unchecked(n - sent[0])) + 1 - arriving.Count;
        Assert.Equal(missing, _sequence.Lost);
        Assert.Equal(0, _sequence.Duplicates);
        Assert.Equal(0, _sequence.Restarts);
    }

    private void Feed(params uint[] numbers)
    {
        foreach (uint number in numbers)
        {
            _sequence.Accept(number);
        }
    }
}
