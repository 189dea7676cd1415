using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Analytics.Queries;

/// <summary>A filter in JSON is what its user wrote: <c>{"name":["pattern",...],...}</c>.</summary>
internal sealed class MetricFilterConverter : JsonConverter<MetricFilter>
{
    public override MetricFilter? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MetricFilter.FromJson(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, MetricFilter value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Conditions, options);
}
