using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Loki;

/// <summary>Writes the JSON of a push request.</summary>
/// <remarks>
/// One stream for each service among the events, entries in order of time. The same events give the same bytes. Structured metadata holds the
/// level, the event's fields as texts, and what the operator asks for; what does not fit Loki's bounds of 128 entries and 64 kB is left out and
/// counted in <c>weir_left_out</c>. A field that is null is not written: Loki has no word for it.
/// </remarks>
public sealed class LokiBody
{
    /// <summary>Ends a line that was cut.</summary>
    public const string CutMark = " [cut]";

    /// <summary>Loki's <c>max_structured_metadata_entries_count</c>.</summary>
    public const int MaxEntries = 128;

    /// <summary>Loki's <c>max_structured_metadata_size</c>: names and values, in bytes.</summary>
    public const int MaxMetadata = 65_536;

    private const string LevelName = "detected_level";
    private const string LeftOutName = "weir_left_out";
    private const int LeftOutRoom = 32; // Its name and a count.
    private const int MaxServiceName = 2_048; // Loki's max_label_value_length.

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = WeirJson.Options.Encoder, SkipValidation = true };

    private readonly LokiOptions _options;

    /// <summary>A writer.</summary>
    public LokiBody(LokiOptions options) => _options = options;

    /// <summary>The label that tells the event's stream.</summary>
    public string ServiceOf(WeirEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_options.Labels.TryGetValue(LokiOptions.ServiceLabel, out string? fixedName))
        {
            return fixedName;
        }

        return item.Service.Length switch
        {
            0 => "weir",
            > MaxServiceName => item.Service[..MaxServiceName],
            _ => item.Service,
        };
    }

    /// <summary>Writes a request for the events.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<WeirEvent> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArrayBufferWriter<byte> bytes = new(batch.Count * 512);
        using Utf8JsonWriter json = new(bytes, WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray("streams"u8);
        foreach (IGrouping<string, WeirEvent> stream in batch.GroupBy(ServiceOf))
        {
            WriteStream(json, stream);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private void WriteStream(Utf8JsonWriter json, IGrouping<string, WeirEvent> stream)
    {
        json.WriteStartObject();
        json.WriteStartObject("stream"u8);
        json.WriteString(LokiOptions.ServiceLabel, stream.Key);
        foreach ((string name, string value) in _options.Labels.Where(l => l.Key != LokiOptions.ServiceLabel).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("values"u8);
        foreach (WeirEvent item in stream.OrderBy(e => e.TimeNs))
        {
            json.WriteStartArray();
            json.WriteStringValue(item.TimeNs.ToString(CultureInfo.InvariantCulture));
            json.WriteStringValue(Cut(item.Message));
            WriteMetadata(json, item);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter json, WeirEvent item)
    {
        json.WriteStartObject();
        MetadataWriter metadata = new(json);
        if (item.Field(LevelName) is null)
        {
            metadata.Add(LevelName, SeverityNames.Level(item.Severity));
        }

        foreach (EventField field in item.Fields)
        {
            if (field.Value.Kind != FieldKind.Null)
            {
                metadata.Add(field.Name, field.Value.ToString());
            }
        }

        metadata.AddNamed(_options.IdName, item.Id);
        metadata.AddNamed(_options.KindName, item.Kind);
        metadata.AddNamed(_options.SubjectName, item.Subject);
        metadata.End();
        json.WriteEndObject();
    }

    private string Cut(string line)
    {
        // Most lines are short; three bytes is the most that a UTF-16 unit becomes.
        if (line.Length * 3L <= _options.MaxLine || Encoding.UTF8.GetByteCount(line) <= _options.MaxLine)
        {
            return line;
        }

        byte[] bytes = new byte[_options.MaxLine - CutMark.Length];
        Encoding.UTF8.GetEncoder().Convert(line, bytes, flush: false, out int used, out _, out _);
        return string.Concat(line.AsSpan(0, used), CutMark);
    }

    /// <summary>Writes the metadata of one entry within Loki's bounds.</summary>
    private ref struct MetadataWriter(Utf8JsonWriter json)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private int _bytes = LeftOutRoom;
        private int _leftOut;

        public void Add(string name, string value)
        {
            string legal = Unique(Legal(name));
            int bytes = Encoding.UTF8.GetByteCount(legal) + Encoding.UTF8.GetByteCount(value);
            if (_names.Count >= MaxEntries - 1 || _bytes + bytes > MaxMetadata)
            {
                _leftOut++;
                return;
            }

            _names.Add(legal);
            _bytes += bytes;
            json.WriteString(legal, value);
        }

        public void AddNamed(string? name, string value)
        {
            if (name is not null && value.Length > 0 && !_names.Contains(name))
            {
                Add(name, value);
            }
        }

        public readonly void End()
        {
            if (_leftOut > 0)
            {
                json.WriteString(LeftOutName, _leftOut.ToString(CultureInfo.InvariantCulture));
            }
        }

        private static string Legal(string name)
        {
            if (LokiOptions.IsName(name))
            {
                return name;
            }

            string legal = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            return legal.Length == 0 || char.IsAsciiDigit(legal[0]) ? "_" + legal : legal;
        }

        private readonly string Unique(string name)
        {
            string unique = name;
            for (int i = 2; _names.Contains(unique); i++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
            }

            return unique;
        }
    }
}
