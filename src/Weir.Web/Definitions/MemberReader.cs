using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Analytics;

namespace Weir.Web.Definitions;

/// <summary>Reads the members of a definition with the coercions that sFlow-RT's clients rely on, and notes every problem.</summary>
/// <remarks>
/// A number may come as text, text as a list (joined with commas) or a number, a list as comma-separated text, a flag as
/// yes or no; null is the same as absent. Members nobody asked for are listed in <see cref="Ignored"/>.
/// </remarks>
internal sealed class MemberReader(JsonElement body, List<Diagnostic> problems)
{
    private readonly HashSet<string> _known = [];

    /// <summary>Names of members that no call asked for.</summary>
    public IReadOnlyList<string> Ignored => [.. body.EnumerateObject().Select(m => m.Name).Where(n => !_known.Contains(n)).Distinct()];

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return string.Join(',', Items(name, value));
        }

        return Scalar(name, value);
    }

    public IReadOnlyList<string> TextList(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array ? Items(name, value) : SplitList(Scalar(name, value) ?? "");
    }

    public double? Number(string name)
    {
        if (Find(name) is not { } value || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0))
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

    public int? Integer(string name)
    {
        double? number = Number(name);
        if (number is null or (>= int.MinValue and <= int.MaxValue))
        {
            return (int?)number;
        }

        problems.Add(new Diagnostic(name, FormattableString.Invariant($"{number} is out of range")));
        return null;
    }

    public bool? Flag(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        switch (value.ToString().ToUpperInvariant())
        {
            case "TRUE" or "YES" or "1":
                return true;
            case "FALSE" or "NO" or "0" or "":
                return false;
            default:
                problems.Add(new Diagnostic(name, $"{Show(value)} is neither true nor false"));
                return null;
        }
    }

    /// <summary>An object whose members are lists of text: a filter, a group set, a map.</summary>
    public static Dictionary<string, IReadOnlyList<string>>? Lists(JsonElement body, string path, List<Diagnostic> problems)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Diagnostic(path, $"an object of lists is expected, as in {{\"name\":[\"value\"]}}, not {Show(body)}"));
            return null;
        }

        Dictionary<string, IReadOnlyList<string>> lists = [];
        foreach (JsonProperty member in body.EnumerateObject())
        {
            MemberReader reader = new(body, problems);
            string where = path.Length == 0 || path == "body" ? member.Name : $"{path}.{member.Name}";
            lists[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.Array => reader.Items(where, member.Value),
                JsonValueKind.Null => [],
                _ => reader.Scalar(where, member.Value) is { } one ? [one] : [],
            };
        }

        return lists;
    }

    /// <summary>The member; null when it is absent or null.</summary>
    public JsonElement? Find(string name)
    {
        _known.Add(name);
        return body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Splits at commas outside brackets and quotes, so that nested key functions stay whole.</summary>
    internal static IReadOnlyList<string> SplitList(string text)
    {
        List<string> items = [];
        StringBuilder current = new();
        int depth = 0;
        foreach (char c in text)
        {
            depth += c switch { '[' => 1, ']' => -1, _ => 0 };
            if (c == ',' && depth <= 0)
            {
                items.Add(current.ToString().Trim());
                current.Clear();
            }
            else
            {
                current.Append(c);
            }
        }

        items.Add(current.ToString().Trim());
        items.RemoveAll(i => i.Length == 0);
        return items;
    }

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
