using System.Text;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;
using Weir.Testing;

namespace Weir.Export.Tests.Events;

public class EventJsonTests
{
    private const int Runs = 2_000;

    private static readonly WeirEvent Example = new()
    {
        Id = "a-1",
        TimeNs = 1_763_781_300_123_456_789,
        Severity = EventSeverity.Warning,
        Kind = EventKinds.Threshold,
        Service = "ddos",
        Subject = "10.0.0.1",
        Message = "UDP flood <on> \"10.0.0.1\" é",
        Fields =
        [
            new("agent", FieldValue.Of("10.1.1.1")), new("value", FieldValue.Of(1500.0)), new("port", FieldValue.Of(53)), new("up", FieldValue.Of(true)),
            new("none", default),
        ],
    };

    [Fact]
    public void Write_Example_GivesTheseBytes() => Assert.Equal(
        """{"schema":1,"id":"a-1","timestamp":"2025-11-22T03:15:00.123456789Z","severity":"warning","kind":"threshold","service":"ddos","subject":"10.0.0.1","message":"UDP flood <on> \"10.0.0.1\" é","fields":{"agent":"10.1.1.1","value":1500.0,"port":53,"up":true,"none":null}}""",
        Text(Example));

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameEventAndBytes()
    {
        RandomEvents events = new(20261122);
        for (int i = 0; i < Runs; i++)
        {
            WeirEvent item = events.Next();
            byte[] bytes = EventJson.ToBytes(item);
            WeirEvent back = Read(bytes);
            Assert.Equal(item.Fields, back.Fields);
            Assert.Equal(item with { Fields = [] }, back with { Fields = [] });
            Assert.Equal(bytes, EventJson.ToBytes(back));
        }
    }

    [Fact]
    public void Write_AnyEvent_ConformsToTheSchema()
    {
        JsonSchema schema = Schema();
        RandomEvents events = new(7);
        for (int i = 0; i < Runs; i++)
        {
            using JsonDocument json = JsonDocument.Parse(EventJson.ToBytes(events.Next()));
            Assert.Empty(schema.Check(json.RootElement));
        }
    }

    [Fact]
    public void Schema_LimitsAndNames_AreThoseOfTheCode()
    {
        JsonElement schema = Schema().Root;
        JsonElement members = schema.GetProperty("properties");
        Assert.Equal(WeirEvent.SchemaVersion, members.GetProperty("schema").GetProperty("const").GetInt32());
        Assert.Equal(WeirEvent.MaxIdLength, members.GetProperty("id").GetProperty("maxLength").GetInt32());
        Assert.Equal(EventLimits.MaxWordLength, members.GetProperty("kind").GetProperty("maxLength").GetInt32());
        Assert.Equal(EventLimits.MaxWordLength, members.GetProperty("service").GetProperty("maxLength").GetInt32());
        Assert.Equal(EventLimits.MaxSubjectLength, members.GetProperty("subject").GetProperty("maxLength").GetInt32());
        Assert.Equal(EventLimits.MaxMessageBytes, members.GetProperty("message").GetProperty("maxLength").GetInt32());
        Assert.Equal(EventLimits.MaxFields, members.GetProperty("fields").GetProperty("maxProperties").GetInt32());
        Assert.Equal(EventLimits.MaxFieldNameLength, members.GetProperty("fields").GetProperty("propertyNames").GetProperty("maxLength").GetInt32());
        Assert.Contains($"{EventLimits.MaxEventBytes} bytes", schema.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains($"{EventLimits.MaxFieldDepth} deep", members.GetProperty("fields").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(SeverityNames.All, members.GetProperty("severity").GetProperty("enum").EnumerateArray().Select(one => one.GetString()));
        using JsonDocument written = JsonDocument.Parse(EventJson.ToBytes(Example));
        Assert.Equal(written.RootElement.EnumerateObject().Select(member => member.Name), schema.GetProperty("required").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(written.RootElement.EnumerateObject().Select(member => member.Name), members.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("{", "no JSON")]
    [InlineData("""{"message":"x"} {}""", "no JSON")]
    [InlineData("""{"message":"\ud800"}""", "holds a text that is no Unicode")]
    [InlineData("""{"message":"x","fields":{"a":["\ud800"]}}""", "holds a text that is no Unicode")]
    [InlineData("""{}""", "message: is missing")]
    [InlineData("""{"message":7}""", "message: expected a text")]
    [InlineData("""{"message":"x","colour":{"a":[1]}}""", "colour: is no member of an event")]
    [InlineData("""{"message":"x","message":"y"}""", "message: is there twice")]
    [InlineData("""{"message":"x","schema":2}""", "schema: expected 1")]
    [InlineData("""{"message":"x","severity":"loud"}""", "severity: expected one of debug, info, notice, warning, error, critical")]
    [InlineData("""{"message":"x","timestamp":"yesterday"}""", "timestamp: expected an RFC 3339 time")]
    [InlineData("""{"message":"x","timestamp":"1969-12-31T23:59:59Z"}""", "timestamp: expected an RFC 3339 time")]
    [InlineData("""{"message":"x","id":"two words"}""", "id: expected 1 to 128 printable ASCII characters")]
    [InlineData("""{"message":"x","kind":""}""", "kind: expected a text of 1 to 128 characters")]
    [InlineData("""{"message":"x","fields":[]}""", "fields: expected an object")]
    [InlineData("""{"message":"x","fields":{"":1}}""", "fields: expected names of 1 to 128 characters")]
    [InlineData("""{"message":"x","fields":{"a":1,"a":2}}""", "fields.a: is there twice")]
    public void TryRead_WithDefaultsWrongInput_SaysWhat(string json, string problem)
    {
        List<Diagnostic> problems = [];
        Assert.False(EventJson.TryRead(Encoding.UTF8.GetBytes(json), Defaults(), out WeirEvent? item, problems));
        Assert.Null(item);
        Assert.StartsWith(problem, problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_WithDefaultsOnlyMessage_FillsTheRest()
    {
        List<Diagnostic> problems = [];
        Assert.True(EventJson.TryRead("""{"message":"hello"}"""u8, Defaults(), out WeirEvent? item, problems));
        Assert.Equal("app", item!.Service);
        Assert.Equal(EventKinds.ScriptMade, item.Kind);
        Assert.Equal(EventSeverity.Info, item.Severity);
        Assert.Equal(32, item.Id.Length);
        Assert.Equal("2026-01-01T00:00:00.000000000Z", EventTime.Format(item.TimeNs));
        Assert.Empty(item.Fields);
    }

    [Fact]
    public void TryRead_WithoutDefaultsMemberMissing_NamesEachOne()
    {
        List<Diagnostic> problems = [];
        Assert.False(EventJson.TryRead("{}"u8, out _, problems));
        Assert.Equal(["message", "schema", "id", "timestamp", "severity", "kind", "service", "subject", "fields"], problems.Select(p => p.Path));
    }

    [Fact]
    public void TryRead_BeyondEveryLimit_IsRefusedWithFewProblems()
    {
        Refused($$"""{"message":"{{new string('x', EventLimits.MaxMessageBytes + 1)}}"}""", "message: is longer");
        Refused($$"""{"message":"{{new string('é', (EventLimits.MaxMessageBytes / 2) + 1)}}"}""", "message: is longer");
        Refused($$"""{"message":"{{new string('x', EventLimits.MaxEventBytes)}}"}""", "262158 bytes: expected at most 262144");
        Refused("{\"message\":\"x\",\"fields\":{" + string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"f{i}\":1")) + "}}", "fields: 257 fields");
        Refused("{\"message\":\"x\",\"fields\":{\"a\":" + new string('[', 65) + "1" + new string(']', 65) + "}}", "no JSON");
        Refused("{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"u{i}\":1")) + "}", "u0: is no member");
        Assert.True(EventJson.TryRead(
            Encoding.UTF8.GetBytes("{\"message\":\"" + new string('x', EventLimits.MaxMessageBytes) + "\",\"fields\":{\"a\":" + new string('[', 64) + "1" + new string(']', 64) + "}}"),
            Defaults(), out _, []));
    }

    [Fact]
    public void TryRead_EveryDamagedByte_NeverThrows()
    {
        byte[] good = EventJson.ToBytes(Example);
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte damage in (byte[])[0, 0x22, 0x5C, 0x7B, 0x80, 0xFF])
            {
                byte[] bad = [.. good];
                bad[at] = damage;
                List<Diagnostic> problems = [];
                bool read = EventJson.TryRead(bad, out WeirEvent? item, problems);
                Assert.Equal(read, item is not null);
                Assert.Equal(read, problems.Count == 0);
            }

            Assert.False(EventJson.TryRead(good.AsSpan(0, at), out _, []));
        }
    }

    [Fact]
    public void Write_LoneSurrogate_BecomesTheReplacementCharacter()
    {
        WeirEvent back = Read(EventJson.ToBytes(Example with { Message = "a\uD800b", Subject = "\uDC00" }));
        Assert.Equal("a\uFFFDb", back.Message);
        Assert.Equal("\uFFFD", back.Subject);
    }

    private static void Refused(string json, string problem)
    {
        List<Diagnostic> problems = [];
        Assert.False(EventJson.TryRead(Encoding.UTF8.GetBytes(json), Defaults(), out _, problems));
        Assert.StartsWith(problem, problems[0].ToString(), StringComparison.Ordinal);
        Assert.InRange(problems.Count, 1, 32);
    }

    private static JsonSchema Schema()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Weir.slnx")))
        {
            folder = folder.Parent;
        }

        return new JsonSchema(File.ReadAllText(Path.Combine(folder.FullName, "docs", "events.schema.json")));
    }

    private static EventDefaults Defaults()
    {
        ManualTime time = new();
        return new EventDefaults { Clock = new EventClock(time), Time = time, Service = "app" };
    }

    private static WeirEvent Read(byte[] bytes)
    {
        List<Diagnostic> problems = [];
        EventJson.TryRead(bytes, out WeirEvent? item, problems);
        Assert.Empty(problems);
        return item!;
    }

    private static string Text(WeirEvent item) => Encoding.UTF8.GetString(EventJson.ToBytes(item));
}
