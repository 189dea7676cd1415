using Weir.Analytics.Agents;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Agents;

public sealed class SourceIndexTests
{
    private const int Sources = 4_096;

    // What steps there are between numbers that a sender may choose: ports in order, multiples, classes, numbers that met in one cell of a table known to all.
    public static TheoryData<string> Choices => ["in order", "multiples of 2^16", "classes", "multiples of 2^20 of classes", "one home of a known multiplier"];

    /// <summary>In a table half full of dice the longest run of used cells is some fifty; one chosen by an enemy would be as long as all.</summary>
    [Theory]
    [MemberData(nameof(Choices))]
    public void Find_NumbersChosenByTheSender_AreFoundAfterFewSteps(string choice)
    {
        AgentState agent = new(NetworkAddress.FromV4(1));
        SourceIndex index = new();
        DataSourceState[] states = [.. Chosen(choice).Take(Sources).Select(source => new DataSourceState(agent, source))];
        Array.ForEach(states, state => index.Add(state));

        foreach (DataSourceState state in states)
        {
            Assert.Same(state, index.Find(state.Source));
        }

        Assert.InRange(index.LongestWalk(), 1, 512);
    }

    private static IEnumerable<DataSource> Chosen(string choice) => choice switch
    {
        "in order" => Numbers().Select(static i => new DataSource(0, i)),
        "multiples of 2^16" => Numbers().Select(static i => new DataSource(0, i << 16)),
        "classes" => Numbers().Select(static i => new DataSource(i, 1)),
        "multiples of 2^20 of classes" => Numbers().Select(static i => new DataSource(i << 20, 1)),
        _ => Enumerable.Range(0, int.MaxValue).Select(static i => new DataSource(0, (uint)i)).Where(static s => ((s.Index * 0x9e3779b97f4a7c15) >> 32 & 0x1fff) < 4),
    };

    private static IEnumerable<uint> Numbers() => Enumerable.Range(0, Sources).Select(static i => (uint)i);
}
