using System.Buffers.Binary;
using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Counters;

/// <summary>Records kept as bytes must say what records decoded at once say, and places must be given back.</summary>
public sealed class RecordTableTests
{
    private static readonly AgentState Agent = new(NetworkAddress.FromV4(0x0a000001));

    public static TheoryData<uint, bool> FixedLayouts
    {
        get
        {
            TheoryData<uint, bool> layouts = [];
            foreach (RecordLayout layout in CounterRecords.All.Where(static l => l.FixedLength > 0))
            {
                layouts.Add(layout.Tag, !ReferenceEquals(CounterRecords.Find(layout.Tag, isGuest: false), layout));
            }

            return layouts;
        }
    }

    [Theory]
    [MemberData(nameof(FixedLayouts))]
    public void Values_RandomRecords_AreThoseOfTheDecodedRecord(uint tag, bool isGuest)
    {
        RecordLayout layout = CounterRecords.Find(tag, isGuest)!;
        RecordTable table = new(layout);
        MetricBlock bytes = table.Add(new DataSourceState(Agent, new DataSource(0, 1)));
        MetricBlock model = new(new DecodedBlock(table));
        Random random = new((int)tag);
        byte[] body = new byte[layout.FixedLength];
        long timeUs = 1_000_000_000;
        for (int round = 0; round < 400; round++)
        {
            Mutate(random, body);
            timeUs += random.Next(20) == 0 ? 4_000_000_000 : random.Next(0, 30_000_000);
            SampleClock clock = new(timeUs, (uint)(timeUs / 1000));
            if (random.Next(20) == 0)
            {
                bytes.BreakHistory();
                model.BreakHistory();
            }

            int length = random.Next(8) == 0 ? random.Next(0, body.Length + 1) : body.Length;
            Assert.Equal(model.Update(body.AsSpan(0, length), clock), bytes.Update(body.AsSpan(0, length), clock));
            if (random.Next(10) == 0)
            {
                int slot = random.Next(layout.Slots);
                bool isField = layout.Places[slot].Derived is null && !layout.Places[slot].IsText;
                MakeAbsent(isField ? slot : -1, bytes, model);
            }

            // Asked for now and then only: what nobody asked for must not matter.
            for (int slot = 0; slot < layout.Slots && random.Next(3) > 0; slot++)
            {
                Assert.Equal((round, slot, model[slot]), (round, slot, bytes[slot]));
            }
        }
    }

    [Fact]
    public void Places_ManyDataSourcesComeAndGo_AreUsedAgain()
    {
        RecordLayout layout = CounterRecords.Find(1, isGuest: false)!;
        RecordTable table = new(layout);
        List<MetricBlock> blocks = [.. Enumerable.Range(0, 1_000).Select(i => table.Add(new DataSourceState(Agent, new DataSource(0, (uint)i))))];
        Random random = new(1);
        for (int round = 0; round < 5_000; round++)
        {
            int victim = random.Next(blocks.Count);
            blocks[victim].Update(RecordBody.Interface(1), new SampleClock(round, 0));
            blocks[victim].Release();
            blocks[victim] = table.Add(new DataSourceState(Agent, new DataSource(0, (uint)round)));

            Assert.True(blocks[victim][0].IsAbsent);
        }

        Assert.Equal(1_000, table.Count);
        Assert.Equal((1_000 + RecordChunk.Rows - 1) / RecordChunk.Rows, table.Chunks.Count);
    }

    [Fact]
    public void Column_MoreThanAreKept_TheOneAskedForLongestAgoGoes()
    {
        RecordTable table = new(CounterRecords.Find(1, isGuest: false)!);
        MetricColumn first = table.Column(0, 1);
        MetricColumn second = table.Column(2, 2);
        for (int slot = 5; slot < 5 + RecordTable.MostColumns - 1; slot++)
        {
            table.Column(slot, 10 + slot);
        }

        Assert.Same(second, table.Column(2, 100));
        Assert.NotSame(first, table.Column(0, 101));
    }

    private static void MakeAbsent(int slot, params MetricBlock[] blocks)
    {
        foreach (MetricBlock block in slot < 0 ? [] : blocks)
        {
            block.MakeAbsent(slot);
        }
    }

    /// <summary>Words grow a little, mostly; now and then one is unknown, begins again or is anything.</summary>
    private static void Mutate(Random random, byte[] body)
    {
        for (int at = 0; at < body.Length; at += 4)
        {
            Span<byte> word = body.AsSpan(at, 4);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(word);
            value = random.Next(200) switch
            {
                0 => uint.MaxValue,
                1 => 0,
                2 => (uint)random.NextInt64(uint.MaxValue),
                < 100 => value,
                _ => unchecked(value + (uint)random.Next(100_000)),
            };
            BinaryPrimitives.WriteUInt32BigEndian(word, value);
        }
    }
}
