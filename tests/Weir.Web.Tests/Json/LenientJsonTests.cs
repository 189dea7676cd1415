using System.Text;
using System.Text.Json;
using Weir.Web.Json;

namespace Weir.Web.Tests.Json;

public class LenientJsonTests
{
    [Theory]
    [InlineData("{keys:'ipsource,ipdestination',value:'bytes'}", """{"keys":"ipsource,ipdestination","value":"bytes"}""")]
    [InlineData("""{"keys":"ipsource",value:"bytes"}""", """{"keys":"ipsource","value":"bytes"}""")]
    [InlineData("{a:1,}", """{"a":1}""")]
    [InlineData("[1,2,]", "[1,2]")]
    [InlineData("{ // words\n a : true /* more\n words */ }", """{"a":true}""")]
    [InlineData("// head\n[null]// tail", "[null]")]
    [InlineData("{'it\\'s':'a \"b\"'}", """{"it's":"a \"b\""}""")]
    [InlineData("{\"it's\":\"don't\"}", """{"it's":"don't"}""")]
    [InlineData("{a-b:1, c.d:2, $e_1:3, 4:5, été:6}", """{"a-b":1,"c.d":2,"$e_1":3,"4":5,"été":6}""")]
    [InlineData("{true:false,null:null}", """{"true":false,"null":null}""")]
    [InlineData("{a:-1.5e+3,b:0,c:0.10,d:12345678901234567890}", """{"a":-1.5e+3,"b":0,"c":0.10,"d":12345678901234567890}""")]
    [InlineData("'\\u0041\\n\\t\\/\\\\'", """ "A\n\t/\\" """)]
    [InlineData("'\\ud83d\\ude00'", "\"😀\"")]
    [InlineData(" {} ", "{}")]
    [InlineData("[[],{}]", "[[],{}]")]
    [InlineData("{a:1,a:2}", """{"a":1,"a":2}""")]
    public void TryParse_TextAsPeopleWriteIt_MeansTheStrictText(string lenient, string strict)
    {
        Assert.True(LenientJson.TryParse(lenient, out JsonDocument? actual, out JsonProblem problem), problem.Message);
        using JsonDocument expected = JsonDocument.Parse(strict);
        using (actual)
        {
            AssertSame(expected.RootElement, actual.RootElement);
        }
    }

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("  \n ", 2, 2, "empty")]
    [InlineData("{a:1", 1, 5, "the text ends where ',' or '}'")]
    [InlineData("{a 1}", 1, 4, "'1' where ':' is expected after the name 'a'")]
    [InlineData("{a:1 b:2}", 1, 6, "'b' where ',' or '}'")]
    [InlineData("{\n \"a\": 1,\n b: nothing\n}", 3, 5, "'nothing' is no JSON value; put text in quotes")]
    [InlineData("{a:ipsource}", 1, 4, "put text in quotes")]
    [InlineData("{a:'x}", 1, 4, "no closing quote")]
    [InlineData("{a:'x\ny'}", 1, 6, "control character U+000A")]
    [InlineData("['\\x']", 1, 3, "unknown escape")]
    [InlineData("['\\u12']", 1, 3, "unknown escape")]
    [InlineData("['\\ud800']", 1, 2, "surrogate")]
    [InlineData("[01]", 1, 2, "no JSON number")]
    [InlineData("[1.]", 1, 2, "no JSON number")]
    [InlineData("[-]", 1, 2, "no JSON number")]
    [InlineData("[0x10]", 1, 2, "no JSON number")]
    [InlineData("[10.0.0.1]", 1, 2, "put text in quotes")]
    [InlineData("[1,,2]", 1, 4, "',' where a value")]
    [InlineData("[1}", 1, 3, "'}' where ',' or ']'")]
    [InlineData("{,}", 1, 2, "',' where a name")]
    [InlineData("{} {}", 1, 4, "'{' after the end")]
    [InlineData("{}/", 1, 3, "'/' begins no comment")]
    [InlineData("{/* }", 1, 2, "this comment has no end")]
    [InlineData("[NaN]", 1, 2, "'NaN' is no JSON value")]
    public void TryParse_WrongText_SaysWhatAndWhere(string text, int line, int column, string message)
    {
        Assert.False(LenientJson.TryParse(text, out JsonDocument? document, out JsonProblem problem));
        Assert.Null(document);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Fact]
    public void TryParse_NotUtf8_SaysAtWhichByte()
    {
        byte[] latin1 = [(byte)'{', (byte)'a', (byte)':', (byte)'\'', 0xE9, (byte)'\'', (byte)'}'];
        Assert.False(LenientJson.TryParse(latin1, out _, out JsonProblem problem));
        Assert.Contains("not UTF-8 text (byte 4)", problem.Message, StringComparison.Ordinal);
        Assert.Equal("body", problem.Path);
    }

    [Fact]
    public void TryParse_ByteOrderMark_IsSteppedOver()
    {
        byte[] text = [.. Encoding.UTF8.Preamble, .. "{a:1}"u8];
        Assert.True(LenientJson.TryParse(text, out JsonDocument? document, out _));
        using (document)
        {
            Assert.Equal(1, document.RootElement.GetProperty("a").GetInt32());
        }
    }

    [Theory]
    [InlineData(LenientJson.MaxDepth, true)]
    [InlineData(LenientJson.MaxDepth + 1, false)]
    [InlineData(1_000_000, false)]
    public void TryParse_Nesting_IsBounded(int depth, bool accepted)
    {
        string text = new string('[', depth) + new string(']', depth);
        Assert.Equal(accepted, LenientJson.TryParse(text, out JsonDocument? document, out JsonProblem problem));
        Assert.Equal(accepted, document is not null);
        Assert.Equal(accepted, problem.Message is null);
        document?.Dispose();
    }

    internal static void AssertSame(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.ValueKind, actual.ValueKind);
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                (string Name, JsonElement Value)[] left = [.. expected.EnumerateObject().Select(m => (m.Name, m.Value))];
                (string Name, JsonElement Value)[] right = [.. actual.EnumerateObject().Select(m => (m.Name, m.Value))];
                Assert.Equal(left.Select(m => m.Name), right.Select(m => m.Name));
                foreach ((JsonElement a, JsonElement b) in left.Select(m => m.Value).Zip(right.Select(m => m.Value)))
                {
                    AssertSame(a, b);
                }

                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                foreach ((JsonElement a, JsonElement b) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                {
                    AssertSame(a, b);
                }

                break;
            case JsonValueKind.String:
                Assert.Equal(expected.GetString(), actual.GetString());
                break;
            default:
                Assert.Equal(expected.GetRawText(), actual.GetRawText());
                break;
        }
    }
}
