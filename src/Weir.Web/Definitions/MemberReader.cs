using System.Globalization;
using System.Text.Json;
using Weir.Analytics;

namespace Weir.Web.Definitions;

/// <summary>Reads members of a body with the coercions that clients rely on, and notes every problem.</summary>
/// <remarks>A number may come as text and text as a number; null is the same as absent.</remarks>
internal sealed class MemberReader(JsonElement body, List<Diagnostic> problems)
{
    public string? Text(string name) => Find(name) is { } value ? Scalar(name, value) : null;

    public double? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        string text = value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToString() : "";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return number;
        }

        problems.Add(new Diagnostic(name, $"{Show(value)} is no number"));
        return null;
    }

    /// <summary>An object whose members are lists of text: a group set, a map. A single text stands for a list of one.</summary>
    public static Dictionary<string, IReadOnlyList<string>>? Lists(JsonElement body, List<Diagnostic> problems)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Diagnostic("body", $"an object of lists is expected, as in {{\"name\":[\"value\"]}}, not {Show(body)}"));
            return null;
        }

        MemberReader reader = new(body, problems);
        Dictionary<string, IReadOnlyList<string>> lists = [];
        foreach (JsonProperty member in body.EnumerateObject())
        {
            lists[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.Array => reader.Items(member.Name, member.Value),
                JsonValueKind.Null => [],
                _ => reader.Scalar(member.Name, member.Value) is { } one ? [one] : [],
            };
        }

        return lists;
    }

    private JsonElement? Find(string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private List<string> Items(string path, JsonElement array)
    {
        List<string> items = [];
        int index = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (Scalar(FormattableString.Invariant($"{path}[{index++}]"), item) is { } text)
            {
                items.Add(text);
            }
        }

        return items;
    }

    private string? Scalar(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number:
                return value.ToString();
            case JsonValueKind.True:
                return "true";
            case JsonValueKind.False:
                return "false";
            default:
                problems.Add(new Diagnostic(path, $"text is expected, not {Show(value)}"));
                return null;
        }
    }

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        _ => $"'{(value.ToString() is { Length: > 60 } text ? text[..60] : value.ToString())}'",
    };
}
