using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Analytics;

namespace Weir.Web.Json;

/// <summary>Writes results as REST clients expect them: <see cref="WeirJson"/>, indented, and numbers that JSON has no word for as null.</summary>
internal sealed class ResultJson
{
    private readonly JsonSerializerOptions _options;

    /// <summary>Chooses the layout.</summary>
    /// <param name="indent">Spaces a level; 0 for the compact form.</param>
    public ResultJson(int indent)
    {
        _options = new JsonSerializerOptions(WeirJson.Options)
        {
            WriteIndented = indent > 0,
            IndentSize = Math.Clamp(indent, 0, 127),
            NewLine = "\n",

            // What was given as deep as it may be stands within levels of the answer.
            MaxDepth = 2 * LenientJson.MaxDepth,
        };
        _options.Converters.Add(new FiniteNumberConverter());
    }

    /// <summary>The value as UTF-8.</summary>
    public byte[] Serialize(object? value) => JsonSerializer.SerializeToUtf8Bytes(value, _options);

    /// <summary>A writer of the same layout.</summary>
    public Utf8JsonWriter Writer(IBufferWriter<byte> target) => new(target, new JsonWriterOptions
    {
        Indented = _options.WriteIndented,
        IndentSize = _options.IndentSize,
        NewLine = _options.NewLine,
        Encoder = _options.Encoder,
        MaxDepth = _options.MaxDepth,
    });

    /// <summary>Writes a value inside a larger one.</summary>
    public void Write<T>(Utf8JsonWriter writer, T value) => JsonSerializer.Serialize(writer, value, _options);

    private sealed class FiniteNumberConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
