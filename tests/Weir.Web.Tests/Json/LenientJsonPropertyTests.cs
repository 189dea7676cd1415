using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Web.Json;

namespace Weir.Web.Tests.Json;

/// <summary>Generated text; seeds are fixed, so a failure can be repeated.</summary>
public class LenientJsonPropertyTests
{
    private const int Cases = 2_000;

    [Fact]
    public void TryParse_StrictJson_IsWhatSystemTextJsonReads()
    {
        Random random = new(20260101);
        for (int i = 0; i < Cases; i++)
        {
            JsonSerializerOptions layout = new() { WriteIndented = i % 2 == 0 };
            string text = RandomNode(random, 0)?.ToJsonString(layout) ?? "null";
            using JsonDocument expected = JsonDocument.Parse(text);
            Assert.True(LenientJson.TryParse(Encoding.UTF8.GetBytes(text), out JsonDocument? actual, out JsonProblem problem), $"{problem.Message}\n{text}");
            using (actual)
            {
                LenientJsonTests.AssertSame(expected.RootElement, actual.RootElement);
            }
        }
    }

    [Fact]
    public void TryParse_LooseFormOfAValue_IsTheValue()
    {
        Random random = new(20260102);
        for (int i = 0; i < Cases; i++)
        {
            JsonNode? node = RandomNode(random, 0);
            StringBuilder loose = new();
            WriteLoose(node, random, loose);
            using JsonDocument expected = JsonDocument.Parse(node?.ToJsonString() ?? "null");
            Assert.True(LenientJson.TryParse(loose.ToString(), out JsonDocument? actual, out JsonProblem problem), $"{problem.Message}\n{loose}");
            using (actual)
            {
                LenientJsonTests.AssertSame(expected.RootElement, actual.RootElement);
            }
        }
    }

    [Fact]
    public void TryParse_RandomBytes_NeverThrows()
    {
        Random random = new(20260103);
        byte[] alphabet = Encoding.UTF8.GetBytes("{}[]:,'\"\\/*\n\t 0129.-+eEtrufalsn\u00e9u");
        for (int i = 0; i < 10 * Cases; i++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (i % 4 != 0)
            {
                for (int j = 0; j < bytes.Length; j++)
                {
                    bytes[j] = alphabet[bytes[j] % alphabet.Length];
                }
            }

            bool accepted = LenientJson.TryParse(bytes, out JsonDocument? document, out JsonProblem problem);
            Assert.Equal(accepted, document is not null);
            Assert.Equal(accepted, problem.Message is null);
            document?.Dispose();
        }
    }

    [Fact]
    public void TryParse_StrictJsonCutOrChangedAnywhere_NeverThrowsAndAcceptsWhatSystemTextJsonAccepts()
    {
        Random random = new(20260104);
        for (int i = 0; i < Cases; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(RandomNode(random, 0)?.ToJsonString() ?? "null");
            bytes[random.Next(bytes.Length)] = (byte)random.Next(128);
            bool accepted = LenientJson.TryParse(bytes.AsSpan(0, random.Next(bytes.Length + 1)), out JsonDocument? cut, out _);
            cut?.Dispose();
            Assert.Equal(accepted, cut is not null);
            if (IsStrict(bytes))
            {
                Assert.True(LenientJson.TryParse(bytes, out JsonDocument? whole, out JsonProblem problem), problem.Message);
                whole.Dispose();
            }
        }
    }

    private static bool IsStrict(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return !HasLoneSurrogate(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // System.Text.Json reads such a string late, when it is asked for; here it is refused at once.
    private static bool HasLoneSurrogate(JsonElement element) => element.GetRawText().Contains("\\ud", StringComparison.OrdinalIgnoreCase);

    private static JsonNode? RandomNode(Random random, int depth)
    {
        switch (random.Next(depth < 4 ? 8 : 6))
        {
            case 0:
                return null;
            case 1:
                return JsonValue.Create(random.Next(2) == 0);
            case 2:
                return JsonValue.Create(random.NextInt64());
            case 3:
                return JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-30, 30)));
            case 4 or 5:
                return JsonValue.Create(RandomText(random));
            case 6:
                return new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => RandomNode(random, depth + 1))]);
            default:
                JsonObject members = [];
                for (int i = random.Next(5); i > 0; i--)
                {
                    members[RandomText(random)] = RandomNode(random, depth + 1);
                }

                return members;
        }
    }

    private static string RandomText(Random random)
    {
        StringBuilder text = new();
        for (int i = random.Next(12); i > 0; i--)
        {
            text.Append(random.Next(10) switch
            {
                0 => "\"",
                1 => "\\",
                2 => "'",
                3 => ((char)random.Next(32)).ToString(),
                4 => char.ConvertFromUtf32(random.Next(0x1F300, 0x1F600)),
                5 => ((char)random.Next(0xA0, 0xD7FF)).ToString(),
                _ => ((char)random.Next(33, 127)).ToString(),
            });
        }

        return text.ToString();
    }

    private static void WriteLoose(JsonNode? node, Random random, StringBuilder into)
    {
        WriteBlank(random, into);
        switch (node)
        {
            case JsonObject members:
                into.Append('{');
                WriteItems(members, random, into, member =>
                {
                    WriteBlank(random, into);
                    WriteText(member.Key, random, into, bare: member.Key.Length > 0 && member.Key.All(char.IsAsciiLetterOrDigit));
                    WriteBlank(random, into);
                    into.Append(':');
                    WriteLoose(member.Value, random, into);
                });
                into.Append('}');
                break;
            case JsonArray items:
                into.Append('[');
                WriteItems(items, random, into, item => WriteLoose(item, random, into));
                into.Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(value.GetValue<string>(), random, into, bare: false);
                break;
            default:
                into.Append(node?.ToJsonString() ?? "null");
                break;
        }

        WriteBlank(random, into);
    }

    private static void WriteItems<T>(ICollection<T> items, Random random, StringBuilder into, Action<T> write)
    {
        int index = 0;
        foreach (T item in items)
        {
            write(item);
            if (++index < items.Count || random.Next(2) == 0)
            {
                into.Append(',');
            }
        }

        WriteBlank(random, into);
    }

    private static void WriteText(string text, Random random, StringBuilder into, bool bare)
    {
        if (bare && random.Next(2) == 0)
        {
            into.Append(text);
            return;
        }

        char quote = random.Next(2) == 0 ? '\'' : '"';
        into.Append(quote);
        foreach (char c in text)
        {
            if (c < ' ')
            {
                into.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                into.Append(c == quote || c == '\\' ? "\\" : "").Append(c);
            }
        }

        into.Append(quote);
    }

    private static void WriteBlank(Random random, StringBuilder into) => into.Append(random.Next(12) switch
    {
        0 => " ",
        1 => "\n",
        2 => "/* a, 'b\" } */",
        3 => "// c ] :\n",
        _ => "",
    });
}
