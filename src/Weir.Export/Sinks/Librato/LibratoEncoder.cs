using System.Text;
using System.Text.Json;

namespace Weir.Export.Sinks.Librato;

/// <summary>Points as a request of gauges or of measurements.</summary>
internal sealed class LibratoEncoder
{
    private const int MaxName = 255;
    private const int MaxTagName = 64;
    private const int MaxTagValue = 255;
    private const string NameCharacters = ".:-_";

    private readonly LibratoOptions _options;

    public LibratoEncoder(LibratoOptions options) => _options = options;

    /// <summary>The request's body.</summary>
    public ReadOnlyMemory<byte> Encode(IReadOnlyList<MetricPoint> points)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteStartArray(_options.Tagged ? "measurements" : "gauges");
            foreach (MetricPoint point in points)
            {
                json.WriteStartObject();
                json.WriteString("name", Normal(_options.Prefix + point.Name, NameCharacters, MaxName));
                json.WriteNumber("value", point.Value);
                json.WriteNumber(_options.Tagged ? "time" : "measure_time", (long)Math.Floor(point.TimeMs / 1_000m));
                WriteIdentity(json, point);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    // Gauges know one source only: the values of the tags in the order of their names.
    private void WriteIdentity(Utf8JsonWriter json, MetricPoint point)
    {
        if (!_options.Tagged)
        {
            string source = point.Tags.Count == 0 ? _options.Source : string.Join('.', point.Tags.Select(t => t.Value));
            json.WriteString("source", Normal(source, NameCharacters, MaxName));
            return;
        }

        json.WriteStartObject("tags");
        if (point.Tags.Count == 0)
        {
            json.WriteString("host", Normal(_options.Source, "-.:_/ ", MaxTagValue));
        }

        foreach ((string name, string value) in point.Tags)
        {
            json.WriteString(Normal(name, "-.:_", MaxTagName), Normal(value, "-.:_/ ", MaxTagValue));
        }

        json.WriteEndObject();
    }

    private static string Normal(string text, string allowed, int max)
    {
        StringBuilder normal = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, max)))
        {
            normal.Append(char.IsAsciiLetterOrDigit(c) || allowed.Contains(c) ? c : '_');
        }

        return normal.Length == 0 ? "_" : normal.ToString();
    }
}
