using Weir.Export.Events;

namespace Weir.Export.Sinks.Influx;

/// <summary>Events and points as lines.</summary>
internal sealed class InfluxEncoder
{
    private readonly InfluxOptions _options;

    public InfluxEncoder(InfluxOptions options) => _options = options;

    /// <summary>A line a point, or a line for neighbours that share measurement, tags and time.</summary>
    public ReadOnlyMemory<byte> Encode(IReadOnlyList<MetricPoint> points)
    {
        LineWriter writer = new();
        for (int i = 0; i < points.Count; i++)
        {
            MetricPoint point = points[i];
            writer.Begin(_options.Measurement ?? point.Name);
            WriteTags(writer, point.Tags);
            if (_options.Measurement is null)
            {
                writer.Field("value", point.Value);
            }
            else
            {
                writer.Field(point.Name, point.Value);
                for (; i + 1 < points.Count && IsSameLine(point, points[i + 1]); i++)
                {
                    writer.Field(points[i + 1].Name, points[i + 1].Value);
                }
            }

            writer.End(Time(point.TimeMs));
        }

        return writer.Written;
    }

    /// <summary>A line an event, in ns.</summary>
    public ReadOnlyMemory<byte> Encode(IReadOnlyList<WeirEvent> events)
    {
        LineWriter writer = new();
        foreach (WeirEvent item in events)
        {
            writer.Begin(_options.EventMeasurement);
            WriteTags(writer, [.. _options.EventTags.Select(name => new KeyValuePair<string, string>(name, Text(item, name)))]);
            writer.Field("id", item.Id);
            writer.Field("message", item.Message);
            WriteUnlessTag(writer, "subject", item.Subject);
            foreach (EventField field in item.Fields.Where(f => !_options.EventTags.Contains(f.Name) && f.Name is not ("id" or "message" or "subject")))
            {
                writer.Field(field.Name, field.Value);
            }

            writer.End(item.TimeNs);
        }

        return writer.Written;
    }

    private static bool IsSameLine(MetricPoint a, MetricPoint b) => a.TimeMs == b.TimeMs && a.Name != b.Name && a.Tags.SequenceEqual(b.Tags);

    private static string Text(WeirEvent item, string name) => name switch
    {
        "service" => item.Service,
        "kind" => item.Kind,
        "severity" => item.Severity.ToString().ToLowerInvariant(),
        "subject" => item.Subject,
        _ => item.Field(name)?.ToString() ?? "",
    };

    // Rounded down to the precision, also before the epoch.
    private long Time(long ms) => (long)Math.Floor((decimal)ms / _options.MsPerTime) * _options.TimesPerMs;

    private void WriteUnlessTag(LineWriter writer, string name, string value)
    {
        if (value.Length > 0 && !_options.EventTags.Contains(name))
        {
            writer.Field(name, value);
        }
    }

    private void WriteTags(LineWriter writer, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        // The server sorts what is not sorted, at its own cost.
        foreach (KeyValuePair<string, string> tag in tags.Concat(_options.Tags.Where(t => !tags.Any(own => own.Key == t.Key))).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            writer.Tag(tag.Key, tag.Value);
        }
    }
}
