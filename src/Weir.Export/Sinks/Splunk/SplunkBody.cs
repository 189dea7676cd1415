using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Splunk;

/// <summary>Writes the concatenated JSON objects that Splunk's HTTP Event Collector takes.</summary>
/// <remarks>
/// An event is one flat object; its id, kind and severity are indexed fields too, so that <c>| dedup event_id</c> needs no extraction. A metric is the
/// collector's form of one measurement an object, tags as dimensions.
/// </remarks>
public sealed class SplunkBody
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = EventJson.WriterOptions.Encoder, SkipValidation = true };

    private readonly SplunkOptions _options;

    /// <summary>A writer.</summary>
    public SplunkBody(SplunkOptions options) => _options = options;

    /// <summary>Writes events.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<WeirEvent> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArrayBufferWriter<byte> body = new(batch.Count * 600);
        foreach (WeirEvent item in batch)
        {
            // Six digits: what Splunk keeps of a time.
            using Utf8JsonWriter json = Begin(body, Seconds(item.TimeNs / 1_000, 1_000_000), _options.Index, _options.SourceType);
            json.WritePropertyName("event"u8);
            json.WriteRawValue(FlatJson.ToBytes(item, withTime: false).Span, skipInputValidation: true);
            json.WriteStartObject("fields"u8);
            json.WriteString("event_id"u8, item.Id);
            json.WriteString("kind"u8, item.Kind);
            json.WriteString("severity"u8, SeverityNames.Name(item.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    /// <summary>Writes points.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<MetricPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArrayBufferWriter<byte> body = new(points.Count * 200);
        foreach (MetricPoint point in points)
        {
            using Utf8JsonWriter json = Begin(body, Seconds(point.TimeMs, 1_000), _options.MetricIndex, "weir:metric");
            json.WriteString("event"u8, "metric"u8);
            json.WriteStartObject("fields"u8);
            json.WriteNumber("metric_name:" + MetricName(point.Name), point.Value);
            foreach ((string name, string value) in point.Tags)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private Utf8JsonWriter Begin(ArrayBufferWriter<byte> body, string time, string? index, string sourceType)
    {
        Utf8JsonWriter json = new(body, WriterOptions);
        json.WriteStartObject();
        json.WritePropertyName("time"u8);
        json.WriteRawValue(Encoding.ASCII.GetBytes(time), skipInputValidation: true);
        json.WriteString("host"u8, _options.Host);
        json.WriteString("source"u8, _options.Source);
        json.WriteString("sourcetype"u8, sourceType);
        if (index is not null)
        {
            json.WriteString("index"u8, index);
        }

        return json;
    }

    private static string Seconds(long value, int perSecond)
    {
        int digits = perSecond == 1_000 ? 3 : 6;
        return (value / perSecond).ToString(CultureInfo.InvariantCulture) + "." + (value % perSecond).ToString("D" + digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Letters, digits, dots and underscores; a colon would begin another part of the field's name.</summary>
    private static string MetricName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '_'));
}
