using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Export.Events;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Tests.Sinks.Webhook;

public class EventTemplateTests
{
    [Fact]
    public void Render_EveryPlace_IsTheEventsValue() => Assert.Equal(
        "e1|2026-01-01T00:00:00.000000001Z|1767225600000000001|1767225600000|1767225600|warning|incident|ddos-protect|192.0.2.7|"
        + "drop udp_amplification 192.0.2.7 local 53|ddos-protect/incident/192.0.2.7|weir.example|drop|12345|0.25|true||none",
        Render(
            "{{id}}|{{timestamp}}|{{time_ns}}|{{time_ms}}|{{time_s}}|{{severity}}|{{kind}}|{{service}}|{{subject}}|{{ message }}|{{stream}}|{{host}}"
            + "|{{fields.action}}|{{fields.pps}}|{{fields.share}}|{{fields.automatic}}|{{fields.unknown}}|{{fields.nowhere|none}}",
            TemplateEscape.None,
            Events.Attack("e1")));

    [Fact]
    public void Render_Json_PutsValuesByContext() => Assert.Equal(
        """{"a":"<drop \"x\"\\\n>","b":12345,"c":"drop \"x\"\\\n","d":null,"e":true,"f":{"action":"drop \"x\"\\\n","n":12345,"b":true},"g":0,"h":"n/a","i":"ö/<>"}""",
        Render(
            """{"a":"<{{fields.action}}>","b":{{fields.n}},"c":{{fields.action}},"d":{{fields.nowhere}},"e":{{fields.b}},"f":{{fields}},"g":{{fields.nowhere|0}},"h":"{{fields.nowhere|n/a}}","i":"{{message}}"}""",
            TemplateEscape.Json,
            Events.Plain("e", "ö/<>") with
            {
                Fields = [new("action", FieldValue.Of("drop \"x\"\\\n")), new("n", FieldValue.Of(12_345L)), new("b", FieldValue.Of(true))],
            }));

    [Fact]
    public void Render_JsonWithAnyTexts_IsAlwaysJsonThatSaysThem() => Prop.ForAll<string, string>((message, field) =>
    {
        message ??= "";
        field ??= "";
        WeirEvent item = Events.Plain("e", message) with { Fields = [new("x", FieldValue.Of(field))] };
        using JsonDocument json = JsonDocument.Parse(Render("""{"\\\"q":1,"m":"a{{message}}b","x":{{fields.x}},"e":{{event}}}""", TemplateEscape.Json, item));
        return json.RootElement.GetProperty("m").GetString() == "a" + message + "b"
            && json.RootElement.GetProperty("x").GetString() == field
            && json.RootElement.GetProperty("e").GetProperty("message").GetString() == message;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Render_Form_EscapesEverything() =>
        Assert.Equal("text=a%26b%3D%C3%B6%20c&id=e", Render("text={{message}}&id={{id}}", TemplateEscape.Form, Events.Plain("e", "a&b=ö c")));

    [Theory]
    [InlineData("{{id", "'{{' without '}}'")]
    [InlineData("\"{{name}}\"", "'{{name}}': expected one of id, ")]
    [InlineData("\"{{fields.}}\"", "'{{fields.}}': expected one of id, ")]
    [InlineData("{\"a\": {{message}}", "is no JSON once it is filled in")]
    [InlineData("{\"a\": x{{message}} }", "is no JSON once it is filled in")]
    public void Parse_WrongTemplate_SaysWhy(string text, string problem)
    {
        List<string> problems = [];
        EventTemplate.Parse(text, TemplateEscape.Json, "h", problems.Add);
        Assert.StartsWith(problem, problems[0], StringComparison.Ordinal);
    }

    private static string Render(string text, TemplateEscape escape, WeirEvent item) =>
        EventTemplate.Parse(text, escape, "weir.example", problem => Assert.Fail(problem)).Render(item);
}
