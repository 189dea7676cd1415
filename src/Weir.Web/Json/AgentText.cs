using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Analytics;
using Weir.Analytics.Agents;

namespace Weir.Web.Json;

/// <summary>Writes an <see cref="AgentInfo"/> as the serializer does, member by member: the serializer itself needs 2 KB of objects for each.</summary>
internal sealed class AgentText
{
    private readonly Action<Utf8JsonWriter, AgentInfo>[] _members;

    /// <summary>Takes names and order of the members from the serializer.</summary>
    public AgentText()
    {
        JsonSerializerOptions options = new(WeirJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        _members = [.. options.GetTypeInfo(typeof(AgentInfo)).Properties.Select(Member)];
    }

    /// <summary>Writes the object.</summary>
    public void Write(Utf8JsonWriter writer, AgentInfo agent)
    {
        writer.WriteStartObject();
        foreach (Action<Utf8JsonWriter, AgentInfo> member in _members)
        {
            member(writer, agent);
        }

        writer.WriteEndObject();
    }

    private static Action<Utf8JsonWriter, AgentInfo> Member(JsonPropertyInfo property)
    {
        JsonEncodedText name = JsonEncodedText.Encode(property.Name);
        MethodInfo get = ((PropertyInfo)property.AttributeProvider!).GetMethod!;
        if (property.PropertyType == typeof(long))
        {
            Func<AgentInfo, long> number = get.CreateDelegate<Func<AgentInfo, long>>();
            return (writer, agent) => writer.WriteNumber(name, number(agent));
        }

        Func<AgentInfo, IReadOnlyList<string>> texts = get.CreateDelegate<Func<AgentInfo, IReadOnlyList<string>>>();
        return (writer, agent) => WriteTexts(writer, name, texts(agent));
    }

    private static void WriteTexts(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < texts.Count; i++)
        {
            writer.WriteStringValue(texts[i]);
        }

        writer.WriteEndArray();
    }
}
