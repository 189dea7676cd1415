using Weir.Testing.Records;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.Tests.SFlow;

public class RecordRoundTripTests
{
    private const int Rounds = 60;

    public static TheoryData<int> Layouts => [.. Enumerable.Range(0, RecordLayouts.All.Count)];

    [Fact]
    public void Catalog_HoldsEveryLayoutAndNoMore()
    {
        RecordEntry[] entries = [.. RecordCatalog.FlowRecords, .. RecordCatalog.CounterRecords];
        Assert.Equal(RecordLayouts.All.Select(l => l.ToString()), entries.Select(e => $"{e.Kind} {DataFormat.ToText(e.Tag)}"));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void IsPlainFlow_AnyPartOfARecord_IsSaidOfWhatCanBeReadOnly(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        Random random = new(4000 + index);
        for (int i = 0; i < Rounds && entry.Kind == RecordKind.Flow; i++)
        {
            byte[] body = layout.CreateBody(random).Bytes;
            body = body[..random.Next(body.Length + 1)];
            Assert.True(!RecordCatalog.IsPlainFlow(entry.Tag, body) || entry.CanRead(body) || entry.Tag == SampledHeader.Tag);
        }
    }

    [Fact]
    public void IsPlainFlow_RouterWithAddressOfEitherFamily_IsPlainFromItsLengthOn()
    {
        byte[] body = new byte[28];
        for (int type = 0; type < 4; type++)
        {
            body[3] = (byte)type;
            int least = type switch { 1 => 16, 2 => 28, _ => int.MaxValue };
            Assert.All(Enumerable.Range(0, 29), length => Assert.Equal(length >= least, RecordCatalog.IsPlainFlow(ExtendedRouter.Tag, body.AsSpan(0, length))));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Reencode_RandomBody_GivesTheSameBytes(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        Random random = new(1000 + index);
        byte[] buffer = new byte[4096];
        for (int i = 0; i < Rounds; i++)
        {
            RecordBody body = layout.CreateBody(random);
            XdrWriter writer = new(buffer);
            Assert.True(entry.TryReencode(body.Bytes, ref writer));
            Assert.Equal(Convert.ToHexString(body.Bytes), Convert.ToHexString(writer.Written));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Fields_RandomBody_AreTheValuesOnTheWireInOrder(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        Random random = new(2000 + index);
        for (int i = 0; i < Rounds; i++)
        {
            RecordBody body = layout.CreateBody(random);
            if (body.Values is { } values)
            {
                Assert.Equal(values, JsonText.Values(JsonText.OfRecord(entry, body.Bytes)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Reencode_BodyWithAppendedFields_KeepsTheKnownOnes(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        byte[] body = layout.CreateBody(new Random(3000 + index)).Bytes;
        byte[] buffer = new byte[4096];
        XdrWriter writer = new(buffer);
        byte[] longer = [.. body, 1, 2, 3, 4, 5, 6, 7, 8];
        Assert.True(entry.TryReencode(longer, ref writer));
        Assert.Equal(Convert.ToHexString(body), Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void HostCpu_BothLengths_AreReadAndWrittenAlike()
    {
        HostCpu published = new() { LoadOne = 1.5f, CpuNum = 8, Contexts = 42, CpuSteal = uint.MaxValue, CpuGuest = uint.MaxValue, CpuGuestNice = uint.MaxValue };
        HostCpu longer = published with { HasGuestTimes = true, CpuSteal = 7, CpuGuest = 8, CpuGuestNice = 9 };
        byte[] buffer = new byte[100];

        XdrWriter first = new(buffer);
        published.Write(ref first);
        Assert.Equal(HostCpu.Size, first.Position);
        Assert.True(HostCpu.TryRead(first.Written, out HostCpu read));
        Assert.Equal(published, read);

        XdrWriter second = new(buffer);
        longer.Write(ref second);
        Assert.Equal(HostCpu.SizeWithGuestTimes, second.Position);
        Assert.True(HostCpu.TryRead(second.Written, out read));
        Assert.Equal(longer, read);
    }

    [Fact]
    public void LacpPortState_Word_HasItsFirstByteForTheActorsAdministrativeState()
    {
        Assert.Equal(new LacpPortState(0xe2, 0xfc, 0x02, 0x3d), LacpPortState.FromWord(0xe2fc023d));
        Assert.Equal(0xe2fc023du, new LacpPortState(0xe2, 0xfc, 0x02, 0x3d).ToWord());
    }

    [Fact]
    public void InterfaceCounters_CounterTheAgentDoesNotHave_StaysAllOnes()
    {
        byte[] body = new byte[InterfaceCounters.Size];
        body.AsSpan(24).Fill(0xff);
        Assert.True(InterfaceCounters.TryRead(body, out InterfaceCounters counters));
        Assert.Equal(UnknownCounter.Value64, counters.IfInOctets);
        Assert.Equal(UnknownCounter.Value32, counters.IfOutErrors);
    }

    private static (RecordLayout Layout, RecordEntry Entry) Find(int index)
    {
        RecordLayout layout = RecordLayouts.All[index];
        Assert.True(RecordCatalog.TryFind(layout.Kind, layout.Tag, out RecordEntry? entry));
        return (layout, entry);
    }
}
