using FsCheck;
using FsCheck.Fluent;
using Weir.Export.Events;
using Weir.Export.Sinks.Influx;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Influx;

public class LineWriterTests
{
    [Fact]
    public void Line_AnyTexts_AreReadBack()
    {
        Gen<string> texts = Gen.Elements(' ', ',', '=', '\\', '"', '\n', '\t', '#', 'a', 'ö', '1').ArrayOf().Select(c => new string(c));
        Prop.ForAll(texts.Four().ToArbitrary(), t => Check(t.Item1, t.Item2, t.Item3, t.Item4)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Line_EveryKindOfField_HasItsForm()
    {
        LineWriter writer = new();
        writer.Begin("m");
        writer.Field("i", FieldValue.Of(5L));
        writer.Field("d", FieldValue.Of(0.1));
        writer.Field("b", FieldValue.Of(true));
        writer.Field("n", default(FieldValue));
        writer.Field("t", FieldValue.Of("say \"hi\" \\ 😀"));
        writer.End(-7);
        Assert.Equal("m i=5,d=0.1,b=true,t=\"say \\\"hi\\\" \\\\ 😀\" -7\n", System.Text.Encoding.UTF8.GetString(writer.Written.Span));
    }

    [Fact]
    public void End_WithoutAField_WritesNothing()
    {
        LineWriter writer = new();
        writer.Begin("m");
        writer.Tag("a", "b");
        writer.End(1);
        Assert.True(writer.Written.IsEmpty);
    }

    private static bool Check(string measurement, string tag, string value, string text)
    {
        LineWriter writer = new();
        writer.Begin(measurement);
        writer.Tag(tag, value);
        writer.Field(tag, text);
        writer.End(42);
        string written = System.Text.Encoding.UTF8.GetString(writer.Written.Span);
        LineProtocol line = Assert.Single(LineProtocol.ReadAll(written)!);
        Assert.Equal(Shown(measurement.StartsWith('#') ? "_" + measurement[1..] : measurement), line.Measurement);
        Assert.Equal(tag.Length > 0 && value.Length > 0 ? [KeyValuePair.Create(Shown(tag), Shown(value))] : [], line.Tags);
        Assert.Equal([KeyValuePair.Create(Shown(tag), (object)text)], line.Fields);
        return line.Time == 42;
    }

    // What cannot be said is replaced: control characters, nothing at all, and a backslash at the end.
    private static string Shown(string text) =>
        text.Length == 0 ? "_" : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) + (text.EndsWith('\\') ? " " : "");
}
