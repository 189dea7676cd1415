using Weir.Analytics.Groups;
using Weir.Analytics.Tests.Engine;
using Weir.Wire;
using Weir.Wire.Packets.Building;
using Xunit;

namespace Weir.Analytics.Tests.Groups;

public sealed class GroupReplacementTests
{
    private const int Prefixes = 300_000;

    [Fact]
    public async Task Sample_SetsReplacedMeanwhile_SeesOneWholeSet()
    {
        using EngineFeed feed = new();
        feed.SetFlow("v4", """{"keys":"group:ipsource:S,group:ipdestination:S,group:ipsource:S:T","value":"frames","n":20}""");
        feed.SetFlow("v6", """{"keys":"group:ip6source:S,group:ip6destination:S","value":"frames","n":20}""");
        GroupSet[] generations = [Make("a"), Make("b")];
        feed.Engine.GroupSets.Set("S", generations[0]);
        bool done = false;
        long replaced = 0;
        Task writer = Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref done))
                {
                    feed.Engine.GroupSets.Set("S", generations[++replaced % 2]);
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Random random = new(3);
        byte[] six = new PacketBuilder().Ethernet().Ip6("2001:db8::1", "2001:db8:1::2").Udp(1, 2).Payload(10).Build();
        for (int i = 0; i < 100_000 || Volatile.Read(ref replaced) < 100; i++)
        {
            feed.TimeUs += 10;
            feed.Sample(EngineFeed.Udp($"10.{random.Next(4)}.{random.Next(256)}.1", $"10.{random.Next(4)}.{random.Next(256)}.2"));
            feed.Sample(six);
        }

        Volatile.Write(ref done, true);
        await writer;
        Assert.Equal(["a,a,a", "b,b,b"], feed.Engine.ActiveFlows("ALL", "v4").Select(flow => flow.Key).Order());
        Assert.Equal(["a,a", "b,b"], feed.Engine.ActiveFlows("ALL", "v6").Select(flow => flow.Key).Order());
    }

    [Fact]
    public void Find_ThreeHundredThousandPrefixes_AllAreFound()
    {
        GroupSet set = Make("g");
        for (uint i = 0; i < 200_000; i += 97)
        {
            Assert.Equal("g", set.Find(NetworkAddress.FromV4(0x0a000000 + (i << 4) + 3)));
            Assert.Null(set.Find(NetworkAddress.FromV4(0x0a000000 + (i << 4) + 12)));
        }
    }

    private static GroupSet Make(string name)
    {
        // 200,000 prefixes of 8 addresses with as many free between them under 10.0.0.0/8, the first 4 MiB of which a shorter one covers.
        List<string> prefixes = name == "g" ? [] : ["10.0.0.0/10"];
        prefixes.AddRange(Enumerable.Range(0, 200_000).Select(i => $"{NetworkAddress.FromV4(0x0a000000u + ((uint)i << 4))}/29"));
        prefixes.AddRange(Enumerable.Range(0, Prefixes - prefixes.Count).Select(i => $"2001:{0xdb8 + (i >> 16):x}:{i & 0xffff:x}::/48"));
        GroupSet? set = GroupSet.Build(new Dictionary<string, IReadOnlyList<string>> { [name] = prefixes }, 0, out IReadOnlyList<Diagnostic> problems);
        Assert.Empty(problems);
        return set!;
    }
}
