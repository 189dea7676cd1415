using System.Text.Json;
using Weir.Testing;
using Weir.Wire.Tests.SFlow.Oracle;

namespace Weir.Wire.Tests.SFlow.V4;

/// <summary>Compares what we read out of datagrams of sFlow version 2 and 4 with what sflowtool reads, field by field.</summary>
/// <remarks>The capture is hand-made, with every structure of both versions; the output is that of sflowtool 6.11 (<c>-J</c>).</remarks>
public class OldOracleTests
{
    [Fact]
    public void Capture_AllFields_AreThoseOfSflowtool()
    {
        IReadOnlyList<byte[]> payloads = PcapFile.ReadUdpPayloads(TestData.Find("sflow/v2v4.pcap"), 6343);
        List<JsonElement> expected = SflowtoolDocument.Read(TestData.Find("sflow/v2v4.sflowtool.json"), out bool whole);
        Assert.True(whole);
        Assert.Equal(4, expected.Count);
        int fields = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            JsonElement ours = JsonText.OfDatagram(payloads[i]);
            Assert.Equal(0, ours.GetProperty("errors").GetArrayLength());
            Assert.Equal(Text(expected[i], "datagramVersion"), ours.GetProperty("version").GetRawText());
            Assert.True(SflowtoolValue.SameAddress(ours.GetProperty("agent"), Text(expected[i], "agent")));
            Assert.Equal(Text(expected[i], "packetSequenceNo"), ours.GetProperty("sequence").GetRawText());
            Assert.Equal(Text(expected[i], "sysUpTime"), ours.GetProperty("uptimeMs").GetRawText());
            List<JsonElement> samples = [.. ours.GetProperty("samples").EnumerateArray()];
            List<JsonElement> theirs = [.. expected[i].GetProperty("samples").EnumerateArray()];
            Assert.Equal(theirs.Count, samples.Count);
            fields += theirs.Zip(samples, CompareSample).Sum();
        }

        Assert.True(fields > 300, $"{fields} fields compared");
    }

    private static int CompareSample(JsonElement theirs, JsonElement ours)
    {
        bool flow = Text(theirs, "sampleType") == "FLOWSAMPLE";
        Assert.Equal(Text(theirs, "sampleSequenceNo"), ours.GetProperty("sequence").GetRawText());
        string source = ours.GetProperty("dataSource").GetString()!;
        Assert.Equal(Text(theirs, "sourceId"), source.Contains('.', StringComparison.Ordinal) ? source.Replace('.', ':') : $"0:{source}");
        if (flow)
        {
            Assert.Equal(Text(theirs, "meanSkipCount"), ours.GetProperty("samplingRate").GetRawText());
            Assert.Equal(Text(theirs, "samplePool"), ours.GetProperty("samplePool").GetRawText());
            Assert.Equal(Text(theirs, "dropEvents"), ours.GetProperty("drops").GetRawText());
            Assert.Equal(Text(theirs, "inputPort"), Port(ours.GetProperty("input")));
            Assert.Equal(Text(theirs, "outputPort"), Port(ours.GetProperty("output")));
        }

        // sflowtool opens an element for the counters of a medium even where there are none.
        List<JsonElement> elements = [.. theirs.GetProperty("elements").EnumerateArray().Where(e => e.EnumerateObject().Any())];
        List<JsonElement> records = [.. ours.GetProperty("records").EnumerateArray()];
        Assert.Equal(elements.Count, records.Count);
        return elements.Zip(records, (element, record) => CompareRecord(element, record, flow ? "flow " : "counter ")).Sum();
    }

    private static int CompareRecord(JsonElement theirs, JsonElement ours, string kind)
    {
        int compared = 0;
        foreach (JsonProperty property in theirs.EnumerateObject())
        {
            string structure = kind + ours.GetProperty("tag").GetString();
            (string? field, string form) = SflowtoolNames.Find(structure, property.Name);
            if (field is not null && ours.GetProperty("fields").TryGetProperty(field, out JsonElement value))
            {
                Assert.True(SflowtoolValue.Same(value, property.Value.GetString()!, form), $"{structure}: sflowtool has {property}, we have {field}={value}");
                compared++;
            }
        }

        Assert.True(compared > 0, $"nothing of {ours} was compared with {theirs}");
        return compared;
    }

    private static string Port(JsonElement port) => port.ValueKind switch
    {
        JsonValueKind.String => "0",
        JsonValueKind.Object => $"multiple {port.GetProperty("multiple").GetRawText()}",
        _ => port.GetRawText(),
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
