using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Export.Tests.Events;

/// <summary>The part of JSON Schema 2020-12 that the schema of events uses; a keyword beyond it is a failure, so that nothing goes unchecked.</summary>
internal sealed class JsonSchema
{
    private static readonly HashSet<string> Silent = ["$schema", "$id", "title", "description", "format"];
    private readonly JsonElement _root;

    public JsonSchema(string text) => _root = JsonDocument.Parse(text).RootElement;

    public JsonElement Root => _root;

    /// <summary>Everything in which the value differs from the schema.</summary>
    public IReadOnlyList<string> Check(JsonElement value)
    {
        List<string> problems = [];
        Check(_root, value, "", problems);
        return problems;
    }

    private static void Check(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        foreach (JsonProperty rule in schema.EnumerateObject().Where(rule => !Silent.Contains(rule.Name)))
        {
            if (!Holds(rule, schema, value, path, problems))
            {
                problems.Add($"{path}: {rule.Name}");
            }
        }
    }

    private static bool Holds(JsonProperty rule, JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        switch (rule.Name)
        {
            case "type":
                return value.ValueKind == (rule.Value.GetString() == "object" ? JsonValueKind.Object : JsonValueKind.String);
            case "const":
                return JsonElement.DeepEquals(rule.Value, value);
            case "enum":
                return rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value));
            case "minLength":
                return Length(value) >= rule.Value.GetInt32();
            case "maxLength":
                return Length(value) <= rule.Value.GetInt32();
            case "pattern":
                return Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.ECMAScript);
            case "required":
                return rule.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "maxProperties":
                return value.EnumerateObject().Count() <= rule.Value.GetInt32();
            case "additionalProperties":
                return rule.Value.GetBoolean() || value.EnumerateObject().All(member => schema.GetProperty("properties").TryGetProperty(member.Name, out _));
            case "propertyNames":
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    Check(rule.Value, JsonSerializer.SerializeToElement(member.Name), $"{path}.{member.Name}", problems);
                }

                return true;
            case "properties":
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    if (rule.Value.TryGetProperty(member.Name, out JsonElement inner))
                    {
                        Check(inner, member.Value, $"{path}.{member.Name}", problems);
                    }
                }

                return true;
            default:
                throw new InvalidOperationException($"{path}: the keyword {rule.Name} is not understood here");
        }
    }

    // JSON Schema counts code points.
    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();
}
