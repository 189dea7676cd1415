using Weir.Analytics.Agents;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Agents;

/// <summary>The sums kept on the way must be those over all agents.</summary>
public sealed class AgentTotalsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void OnDatagram_GapsLateOnesAndRestarts_TotalsAreThoseOfAllAgents(int seed)
    {
        Random random = new(seed);
        AgentTable table = new(5);
        uint[] sequences = new uint[15];
        for (int i = 0; i < 5_000; i++)
        {
            int agent = random.Next(5);
            int subAgent = random.Next(3);
            ref uint sequence = ref sequences[(agent * 3) + subAgent];
            sequence = random.Next(200) == 0 ? 1 : sequence + (uint)random.Next(4);
            uint late = random.Next(6) == 0 ? (uint)random.Next(5) : 0;
            AgentState state = table.GetOrAdd(NetworkAddress.FromV4((uint)agent))!;
            state.OnDatagram((uint)subAgent, sequence - Math.Min(late, sequence), (uint)i * 20, default, i * 20_000, (uint)i);
            if (random.Next(9) == 0)
            {
                state.CountError(random.Next(2) == 0 ? DecodeError.RecordTooShort : DecodeError.SampleTooShort);
            }
        }

        Assert.True(table.Totals.Lost > 100);
        Assert.Equal(table.All.Values.Sum(static a => a.DatagramsLost), table.Totals.Lost);
        foreach (DecodeError error in Enum.GetValues<DecodeError>())
        {
            Assert.Equal(table.All.Values.Sum(a => a.Errors(error)), table.Totals.Errors(error));
        }
    }

    [Fact]
    public void OnDatagram_UptimeOfAStoppedClock_CountsItsFaultOnceForAll()
    {
        AgentTable table = new(2);
        foreach (uint address in (uint[])[1, 2])
        {
            AgentState state = table.GetOrAdd(NetworkAddress.FromV4(address))!;
            for (uint i = 1; i <= 400; i++)
            {
                uint uptimeMs = i <= 200 ? i * 1_000 : 200_000;
                state.OnDatagram(0, i, uptimeMs, default, i * 1_000_000L);
            }
        }

        Assert.Equal(2, table.Totals.ClockFaults);
    }
}
