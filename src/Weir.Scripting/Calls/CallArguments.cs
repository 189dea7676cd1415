using System.Globalization;
using System.Text.Json;

namespace Weir.Scripting.Calls;

/// <summary>Arguments of an API call. The JavaScript half has coerced them already; what is missing reads as null.</summary>
/// <param name="call">JSON array: name, then arguments.</param>
internal readonly struct CallArguments(JsonElement call)
{
    /// <summary>The argument as it is; undefined when it is missing.</summary>
    public JsonElement this[int index] => index + 1 < call.GetArrayLength() ? call[index + 1] : default;

    /// <summary>A text; null when missing.</summary>
    public string? Text(int index) => AsText(this[index]);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="CallException">It is missing.</exception>
    public string Demand(int index, string what) =>
        Text(index) is { Length: > 0 } text ? text : throw new CallException($"{what} is missing");

    /// <summary>A number; null when missing.</summary>
    public double? Number(int index) => AsNumber(this[index]);

    /// <summary>A number as whole number within limits; the default when missing.</summary>
    public int Whole(int index, int fallback, int min, int max) =>
        Number(index) is double value ? (int)Math.Clamp(value, min, max) : fallback;

    /// <summary>True when the argument is true.</summary>
    public bool Flag(int index) => this[index].ValueKind == JsonValueKind.True;

    /// <summary>A list of texts; null when missing.</summary>
    public IReadOnlyList<string>? List(int index) => AsList(this[index]);

    /// <summary>Lists of texts by name; null when missing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Labels(int index) => AsLabels(this[index]);

    /// <summary>Texts by name; members that are objects or arrays are left out.</summary>
    public IReadOnlyDictionary<string, string> Texts(int index) => AsTexts(this[index]);

    public static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(AsText)),
        _ => null,
    };

    public static double? AsNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    public static IReadOnlyList<string>? AsList(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Select(item => AsText(item) ?? "")],
        JsonValueKind.String => [value.GetString()!],
        _ => null,
    };

    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? AsLabels(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        Dictionary<string, IReadOnlyList<string>> labels = [];
        foreach (JsonProperty member in value.EnumerateObject())
        {
            labels[member.Name] = AsList(member.Value) ?? [];
        }

        return labels;
    }

    public static IReadOnlyDictionary<string, string> AsTexts(JsonElement value)
    {
        Dictionary<string, string> texts = [];
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                if (AsText(member.Value) is string text)
                {
                    texts[member.Name] = text;
                }
            }
        }

        return texts;
    }
}
