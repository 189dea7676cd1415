using System.Text.Json;
using Weir.Testing;
using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.SFlow.Oracle;

/// <summary>Compares what we read out of captures with what sflowtool reads, field by field.</summary>
public class OracleTests
{
    /// <summary>Captures in which sflowtool gives a datagram up; the reasons are in docs/wire/oracles.md.</summary>
    private static readonly string[] GivenUp =
    [
        "goflow/getExpandedSFlowDecode",
        "goflow2/TestSFlowDecodeDropExtendedFunction",
        "gopacket/SFlowTestPacket5",
        "gopacket/SFlowTestPacket8",
    ];

    public static TheoryData<string> Captures
    {
        get
        {
            TheoryData<string> names = [];
            if (SharedFolder.TryFind(out string shared))
            {
                string folder = Path.Combine(shared, "captures", "oracle");
                foreach (string file in Directory.EnumerateFiles(folder, "*.sflowtool.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                {
                    string name = Path.GetRelativePath(folder, file);
                    names.Add(name[..^".sflowtool.json".Length]);
                }
            }
            else
            {
                names.Add("");
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Capture_AllFields_AreThoseOfSflowtool(string name)
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        IReadOnlyList<byte[]> payloads = PcapFile.ReadUdpPayloads(Path.Combine(shared, "captures", name + ".pcap"), 6343);
        List<JsonElement> expected = SflowtoolDocument.Read(Path.Combine(shared, "captures", "oracle", name + ".sflowtool.json"), out bool whole);
        Assert.Equal(!GivenUp.Contains(name), whole);
        Assert.True(whole ? payloads.Count == expected.Count : payloads.Count > expected.Count, $"{payloads.Count} datagrams, sflowtool has {expected.Count}");
        for (int i = 0; i < expected.Count; i++)
        {
            CompareDatagram(expected[i], JsonText.OfDatagram(payloads[i]), $"{name} datagram {i}");
        }
    }

    [Fact]
    public void Captures_EveryPayload_IsReadWithoutAnException()
    {
        Assert.SkipUnless(SharedFolder.TryFind(out string shared), SharedFolder.Missing);
        string traffic = Path.Combine(shared, "captures", "traffic");
        int datagrams = 0;
        int files = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(shared, "captures"), "*.pcap", SearchOption.AllDirectories).Where(f => !f.StartsWith(traffic, StringComparison.Ordinal)))
        {
            foreach (byte[] payload in PcapFile.ReadUdpPayloads(file, 6343))
            {
                Assert.Equal(JsonValueKind.Array, JsonText.OfDatagram(payload).GetProperty("errors").ValueKind);
                datagrams++;
            }

            files++;
        }

        Assert.True(files >= 50 && datagrams >= 1000, $"{files} captures with {datagrams} datagrams");
    }

    private static void CompareDatagram(JsonElement theirs, JsonElement ours, string where)
    {
        Assert.True(SflowtoolValue.SameAddress(ours.GetProperty("agent"), Get(theirs, "agent")), where);
        Assert.Equal(Get(theirs, "agentSubId"), ours.GetProperty("subAgentId").GetRawText());
        Assert.Equal(Get(theirs, "packetSequenceNo"), ours.GetProperty("sequence").GetRawText());
        Assert.Equal(Get(theirs, "sysUpTime"), ours.GetProperty("uptimeMs").GetRawText());
        List<JsonElement> expected = [.. theirs.GetProperty("samples").EnumerateArray()];
        List<JsonElement> actual = [.. ours.GetProperty("samples").EnumerateArray()];
        Assert.Equal(Get(theirs, "samplesInPacket"), $"{actual.Count}");
        Assert.True(expected.Count == actual.Count, where);
        for (int i = 0; i < expected.Count; i++)
        {
            CompareSample(expected[i], actual[i], $"{where} sample {i}");
        }
    }

    private static void CompareSample(JsonElement theirs, JsonElement ours, string where)
    {
        foreach (JsonProperty property in theirs.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
        {
            string value = property.Value.GetString()!;
            bool same = property.Name switch
            {
                "sampleType" => true,
                "sampleType_tag" => Text(ours, "tag") == value,
                "sampleSequenceNo" => Text(ours, "sequence") == value,
                "sourceId" => Source(Text(ours, "dataSource")) == value,
                "meanSkipCount" => Text(ours, "samplingRate") == value,
                "samplePool" => Text(ours, "samplePool") == value,
                "dropEvents" => Text(ours, "drops") == value,
                "inputPort" => Port(ours.GetProperty("input")) == value,
                "outputPort" => Port(ours.GetProperty("output")) == value,
                "discardCode" => Text(ours, "reasonCode") == value,
                "discardReason" => Text(ours, "reason") == value,
                "rtmetric_datasource_name" or "rtflow_datasource_name" => Text(ours, "dataSource") == value,
                "rtflow_sampling_rate" => Text(ours, "samplingRate") == value,
                "rtflow_sample_pool" => Text(ours, "samplePool") == value,
                _ => SameCustom(property.Name, value, ours),
            };
            Assert.True(same, $"{where}: sflowtool has {property.Name}={value}, we have {ours.GetRawText()}");
        }

        if (theirs.TryGetProperty("elements", out JsonElement elements))
        {
            CompareRecords([.. elements.EnumerateArray()], [.. ours.GetProperty("records").EnumerateArray()], where);
        }
    }

    private static void CompareRecords(List<JsonElement> theirs, List<JsonElement> ours, string where)
    {
        Assert.True(theirs.Count == ours.Count, $"{where}: {ours.Count} records, sflowtool has {theirs.Count}");
        for (int i = 0; i < theirs.Count; i++)
        {
            foreach (JsonProperty property in theirs[i].EnumerateObject())
            {
                string name = property.Name.StartsWith("discarded_", StringComparison.Ordinal) ? property.Name["discarded_".Length..] : property.Name;
                string structure = (IsCounter(theirs[i]) ? "counter " : "flow ") + ours[i].GetProperty("tag").GetString();
                (string? field, string form) = SflowtoolNames.Find(structure, name);
                if (name.EndsWith("Block_tag", StringComparison.Ordinal))
                {
                    Assert.Equal(property.Value.GetString(), ours[i].GetProperty("tag").GetString());
                }
                else if (field is not null)
                {
                    Assert.True(SflowtoolValue.Same(Field(ours[i], field), property.Value.GetString()!, form), $"{where} record {i} {structure}: sflowtool has {name}={property.Value}, we have {field}={Field(ours[i], field)}");
                }
            }
        }
    }

    private static bool IsCounter(JsonElement element) => element.EnumerateObject().First().Name == "counterBlock_tag";

    private static JsonElement Field(JsonElement record, string path)
    {
        JsonElement value = record.GetProperty("fields");
        foreach (string step in path.Split('.'))
        {
            Assert.True(value.TryGetProperty(step, out JsonElement next), $"{record.GetProperty("tag")} has no field {path}");
            value = next;
        }

        return value;
    }

    /// <summary>A field of rtmetric or rtflow: the name is put together from sample, type and the field's own name.</summary>
    private static bool SameCustom(string name, string value, JsonElement ours)
    {
        string[] parts = name.Split('_', 3);
        JsonElement fields = ours.GetProperty(parts[0] == "rtmetric" ? "metrics" : "fields");
        JsonElement field = fields.EnumerateArray().FirstOrDefault(f => f.GetProperty("name").GetString() == parts[2]);
        return field.ValueKind == JsonValueKind.Object && parts[1] switch
        {
            "mac" => SflowtoolValue.Same(field.GetProperty("value"), value, "case"),
            "ip" or "ip6" => SflowtoolValue.Same(field.GetProperty("value"), value, "address"),
            "float" or "double" or "gaugeFloat" or "gaugeDouble" => SflowtoolValue.Same(field.GetProperty("value"), value, "real"),
            _ => SflowtoolValue.Same(field.GetProperty("value"), value, ""),
        };
    }

    private static string Port(JsonElement port) => port.ValueKind switch
    {
        JsonValueKind.Number => port.GetRawText(),
        JsonValueKind.String => port.GetString() == "internal" ? $"{InterfaceId.Internal}" : "0",
        _ when port.TryGetProperty("discarded", out JsonElement code) => $"dropCode {code.GetRawText()}",
        _ when port.TryGetProperty("multiple", out JsonElement count) => $"multiple {count.GetRawText()}",
        _ => $"format {port.GetProperty("format")} {port.GetProperty("value")}",
    };

    private static string Source(string source) => source.Contains('.') ? source.Replace('.', ':') : $"0:{source}";

    private static string Get(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Text(JsonElement element, string name) => SflowtoolValue.Text(element.GetProperty(name));
}
