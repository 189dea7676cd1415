using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Tests.Flows.Keys;
using Weir.Wire;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Plans;

/// <summary>Keys packed into 32-bit units: what goes in comes out, and equal words mean equal keys.</summary>
public sealed class KeyUnitsTests
{
    private const int MostKeys = 9;

    [Fact]
    public void Write_RandomValues_AreReadBackAndEqualOnlyWhenEqual()
    {
        Random random = new(20261122);
        TextPool texts = new();
        Dictionary<string, string> words = new(StringComparer.Ordinal);
        for (int round = 0; round < 20_000; round++)
        {
            int keys = 1 + random.Next(MostKeys);
            Evaluated[] values = [.. Enumerable.Range(0, keys).Select(_ => Value(random, texts))];
            SampleScratch scratch = new();
            scratch.Words.Fill(ulong.MaxValue);

            int count = Write(scratch, values);

            Assert.Equal(count, KeyUnits.WordsOf(scratch.Words, keys));
            Assert.Equal(values.Select(Text), Read(scratch, keys).Select(Text));
            string stored = $"{keys}: {string.Join(' ', scratch.Words[..count].ToArray())}";
            string key = string.Join(',', values.Select(Text));
            Assert.Equal(key, words.GetValueOrDefault(stored, key));
            words[stored] = key;
        }

        Assert.True(words.Values.Distinct().Count() == words.Count, "equal keys had different words");
    }

    [Theory]
    [InlineData("ipsource,ipdestination,ipprotocol,or:tcpsourceport:udpsourceport,or:tcpdestinationport:udpdestinationport", 4)]
    [InlineData("macsource,macdestination", 3)]
    [InlineData("ip6source,ip6destination", 5)]
    [InlineData("vlansource,ethernetprotocol", 2)]
    [InlineData("inputifindex", 3)]
    public void WordCount_Definition_IsTheMostItsKeysCanTake(string keys, int words)
    {
        Assert.Equal(words, Compile(keys).Plans[0].WordCount);
    }

    [Theory]
    [InlineData(0u, 5u, 0u, 9u)]
    [InlineData(0u, 0x3fffffffu, 0u, 0u)]
    [InlineData(1u, 3u, 2u, 7u)]
    public void TryEvaluate_KeysWithANodeOfTheirOwn_SayWhatTheCatalogueSays(uint inputFormat, uint input, uint outputFormat, uint output)
    {
        string[] keys = ["inputifindex", "outputifindex", "vlansource", "vlandestination", "ethernetprotocol"];
        byte[] packet = new PacketBuilder().Ethernet().Vlan(7).Ip6("2001:db8::1", "2001:db8::2").Udp(53, 443).Payload(30).Build();
        byte[] full = new SampleBuilder().Header(packet).Words(1001, 10, 3, 20, 0).Build(inputFormat, input, outputFormat, output);
        byte[] unknown = new SampleBuilder().Header(packet).Words(1001, uint.MaxValue, 3).Build(inputFormat, input, outputFormat, output);
        foreach (byte[] body in (byte[][])[full, unknown])
        {
            foreach (string key in keys)
            {
                Assert.Equal(KeyProbe.Read(body, key), Evaluate(body, key));
            }
        }
    }

    private static PlanSet Compile(string keys)
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, NullLogger.Instance);
        PlanContext context = new(engine);
        return PlanSet.Compile([PlanSet.Check("f", new FlowDefinition { Keys = keys, Value = "frames" }, context)], [], context);
    }

    private static string? Evaluate(byte[] body, string key)
    {
        PlanSet plans = Compile(key);
        Evaluator evaluator = new(plans.KeyNodes, plans.TestNodes, plans.Memos, new TextPool());
        evaluator.NextSample();
        SampleContext sample = default;
        Assert.True(sample.TryLoad(new Sample(SampleType.ExpandedFlow, body), NetworkAddress.FromV4(1)));
        SampleScratch scratch = new();
        return plans.Plans[0].TryEvaluate(evaluator, ref sample, scratch, out _) ? plans.Plans[0].FormatKey(scratch.Words, scratch.Texts) : null;
    }

    private static int Write(SampleScratch scratch, Evaluated[] values)
    {
        KeyWriter writer = new(scratch, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            writer.Write(i, values[i]);
        }

        int words = writer.End();

        // Whose key it is was left to the caller.
        KeyUnits.Over(scratch.Words)[0] = 1;
        return words;
    }

    private static List<Evaluated> Read(SampleScratch scratch, int keys)
    {
        ReadOnlySpan<uint> units = KeyUnits.Over(scratch.Words);
        int at = KeyUnits.FirstValue(keys);
        int text = 0;
        List<Evaluated> values = [];
        for (int i = 0; i < keys; i++)
        {
            byte tag = KeyUnits.TagAt(units, i);
            values.Add(KeyUnits.Read(units, tag, ref at, (KeyType)(tag & 7) == KeyType.Text ? scratch.Texts[text++] : null));
        }

        return values;
    }

    private static string Text(Evaluated value) => $"{value.Type} {value.ToText()}";

    /// <summary>Few different values of every type and width, so that equal ones meet.</summary>
    private static Evaluated Value(Random random, TextPool texts) => random.Next(10) switch
    {
        0 => Evaluated.OfNumber((ulong)random.Next(3)),
        1 => Evaluated.OfNumber(uint.MaxValue),
        2 => Evaluated.OfNumber(uint.MaxValue + 1ul + (ulong)random.Next(2)),
        3 => Evaluated.OfReal(random.Next(2) + 0.5),
        4 => Evaluated.OfAddress(NetworkAddress.FromV4((uint)random.Next(2))),
        5 => Evaluated.OfAddress(new NetworkAddress((ulong)random.Next(2), (ulong)random.Next(2), NetworkFamily.V6)),
        6 => Evaluated.OfPlain(KeyValue.Mac((1ul << 40) + (ulong)random.Next(2))),
        7 => Evaluated.OfBoolean(random.Next(2) == 0),
        8 => Evaluated.OfPlain(KeyValue.Bits((ulong)random.Next(2), random.Next(2) == 0 ? 9 : 31)),
        _ => Evaluated.OfText(texts.Get(random.Next(2) == 0 ? "a" : "b")),
    };
}
