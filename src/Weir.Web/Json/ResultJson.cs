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
        };
        _options.Converters.Add(new FiniteNumberConverter());
    }

    /// <summary>The value as UTF-8.</summary>
    public byte[] Serialize(object? value) => JsonSerializer.SerializeToUtf8Bytes(value, _options);

    /// <summary>Writes a value as UTF-8, part by part; a list that is made while it is read is written while it is made.</summary>
    public Task SerializeAsync<T>(Stream target, T value, CancellationToken cancel) =>
        JsonSerializer.SerializeAsync(target, value, _options, cancel);

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
