using System.Globalization;
using System.Text.Json;

namespace Weir.Analytics.Flows.Language;

/// <summary>Reads the members of a definition with the leniency that scripts rely on: numbers may be texts, texts may be lists, null means absent.</summary>
internal sealed class DefinitionReader
{
    private readonly JsonElement _json;
    private readonly DiagnosticSink _sink;

    /// <summary>Reads <paramref name="json"/>; anything but an object is a problem of its own.</summary>
    public DefinitionReader(JsonElement json, DiagnosticSink sink)
    {
        _json = json;
        _sink = sink;
        if (json.ValueKind != JsonValueKind.Object)
        {
            sink.Add("", "the definition must be a JSON object");
        }
    }

    /// <summary>True when the member is there and not null.</summary>
    public bool TryGet(string name, out JsonElement member)
    {
        member = default;
        return _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out member)
            && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    /// <summary>A text; a list is joined with commas; null when absent.</summary>
    public string? Text(string name) => TryGet(name, out JsonElement member) ? Join(name, member) : null;

    /// <summary>A list of texts; a text is cut at commas outside brackets; empty when absent.</summary>
    public IReadOnlyList<string> List(string name)
    {
        string? joined = Text(name);
        return joined is null ? [] : [.. KeySyntaxParser.ParseList(joined, name, _sink).Select(key => key.Text)];
    }

    /// <summary>A number; <paramref name="otherwise"/> when absent or wrong.</summary>
    public double Number(string name, double otherwise)
    {
        if (!TryGet(name, out JsonElement member))
        {
            return otherwise;
        }

        string text = Join(name, member);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return number;
        }

        _sink.Add(name, $"'{text}' is not a number");
        return otherwise;
    }

    /// <summary>A truth value, also as text or number; <paramref name="otherwise"/> when absent or wrong.</summary>
    public bool Flag(string name, bool otherwise)
    {
        if (!TryGet(name, out JsonElement member))
        {
            return otherwise;
        }

        string text = Join(name, member);
        switch (text.ToUpperInvariant())
        {
            case "TRUE" or "YES" or "1":
                return true;
            case "FALSE" or "NO" or "0" or "":
                return false;
            default:
                _sink.Add(name, $"'{text}' is neither true nor false");
                return otherwise;
        }
    }

    /// <summary>Text of a value; a list is joined with commas as JavaScript does.</summary>
    public string Join(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!;
            case JsonValueKind.Array:
                return string.Join(',', value.EnumerateArray().Select(item => Join(path, item)));
            case JsonValueKind.Object:
                _sink.Add(path, "must be a text, a number or a list of them");
                return "";
            case JsonValueKind.Null:
                return "";
            default:
                return value.GetRawText();
        }
    }
}
