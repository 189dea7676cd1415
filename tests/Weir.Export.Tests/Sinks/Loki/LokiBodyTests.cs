using System.Text;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;
using Weir.Export.Sinks.Loki;
using Weir.Testing;

namespace Weir.Export.Tests.Sinks.Loki;

public class LokiBodyTests
{
    private static readonly LokiOptions Options = new() { Url = new Uri("http://127.0.0.1/") };

    [Fact]
    public void Write_SeedAEvents_AreTheArticlesRequests()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "reference", "golden", "seed-a-loki.json")));
        JsonElement[] requests = [.. golden.RootElement.GetProperty("trace").EnumerateArray().Where(call => call[0].GetString() == "httpAsync").Select(call => call[1].GetProperty("body"))];
        Assert.Equal(14, requests.Length);
        foreach (JsonElement request in requests)
        {
            JsonElement value = request.GetProperty("streams")[0].GetProperty("values")[0];
            string[] words = value[1].GetString()!.Split(' ');
            long timeMs = long.Parse(value[0].GetString()!, System.Globalization.CultureInfo.InvariantCulture) / 1_000_000;
            WeirEvent item = TestSinks.SeedA(words[0], words[1], words[2], words[3], words[4], timeMs);
            Assert.Equal(JsonSerializer.Serialize(request, WeirJson.Options), Write(Options, item));
        }
    }

    [Fact]
    public void Write_EverySort_IsTheGoldenBody()
    {
        using JsonDocument nested = JsonDocument.Parse("""{"a":[1,"x"]}""");
        LokiOptions options = Options with
        {
            Labels = new Dictionary<string, string> { ["site"] = "zürich", ["job"] = "net" },
            IdName = "id",
            KindName = "kind",
            SubjectName = "subject",
        };
        string body = Write(
            options,
            TestSinks.Event(2, message: "quote \" tab \t emoji 🐟 <b>"),
            TestSinks.Event(1, "ddos-protect", null, ("n", 7), ("rate", 1.5), ("up", true), ("none", null), ("list", nested.RootElement)),
            TestSinks.Event(1, fields: [("src.ip", "10.0.0.1"), ("src_ip", "10.0.0.2"), ("4th", "x"), ("", "y"), ("detected_level", "FATAL"), ("id", "own")]));
        Assert.Equal(TestSinks.Golden("loki.json", body), body);
    }

    [Fact]
    public void Write_EntriesOfAStream_AreInOrderOfTimeAndEqualTimesInOrderOfArrival()
    {
        string body = Write(Options, TestSinks.Event(3), TestSinks.Event(1, message: "first"), TestSinks.Event(2), TestSinks.Event(1, message: "second"));
        string[] lines = [.. Values(body).Select(v => v[1].GetString()!)];
        Assert.Equal(["first", "second", "event 2", "event 3"], lines);
    }

    [Theory]
    [InlineData(64, "0123456789", "0123456789")]
    [InlineData(64, "ä", "ä")]
    public void Write_ShortLine_IsWhole(int max, string line, string expected) => Assert.Equal(expected, Line(max, line));

    [Fact]
    public void Write_LongLine_IsCutWithinTheLimitAndNotWithinACharacter()
    {
        string cut = Line(100, string.Concat(Enumerable.Repeat("🐟", 60)));
        Assert.EndsWith(LokiBody.CutMark, cut, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 97, 100);
        Assert.DoesNotContain('\ufffd', cut);
    }

    [Fact]
    public void Write_MoreMetadataThanLokiTakes_IsLeftOutAndCounted()
    {
        (string, object?)[] fields = [.. Enumerable.Range(0, 200).Select(i => ($"f{i}", (object?)"x"))];
        Dictionary<string, string> metadata = Metadata(TestSinks.Event(1, fields: fields));
        Assert.Equal(LokiBody.MaxEntries, metadata.Count);
        Assert.Equal("74", metadata["weir_left_out"]); // 201 with the level; 127 fit beside the count.
    }

    [Fact]
    public void Write_LargerMetadataThanLokiTakes_LeavesOutWhatDoesNotFitOnly()
    {
        Dictionary<string, string> metadata = Metadata(TestSinks.Event(1, fields: [("a", new string('x', 60_000)), ("b", new string('y', 6_000)), ("c", "small")]));
        Assert.Equal(["a", "c", "detected_level", "weir_left_out"], metadata.Keys.Order(StringComparer.Ordinal));
        Assert.True(metadata.Sum(m => m.Key.Length + m.Value.Length) <= LokiBody.MaxMetadata);
    }

    private static string Write(LokiOptions options, params WeirEvent[] batch) => Encoding.UTF8.GetString(new LokiBody(options).Write(batch).Span);

    private static string Line(int max, string line) => Values(Write(Options with { MaxLine = max }, TestSinks.Event(1, message: line)))[0][1].GetString()!;

    private static Dictionary<string, string> Metadata(WeirEvent item) =>
        Values(Write(Options, item))[0][2].EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!);

    private static JsonElement[] Values(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return [.. document.RootElement.GetProperty("streams")[0].GetProperty("values").Clone().EnumerateArray()];
    }
}
