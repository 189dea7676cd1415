using Weir.Export.Events;

namespace Weir.Export.Sinks.Otlp;

/// <summary>What an event's fields are as attributes of a log record.</summary>
internal static class OtlpAttributes
{
    /// <summary>
    /// <c>weir.id</c>, <c>weir.kind</c>, <c>weir.subject</c>, then the fields under OpenTelemetry's names where there are some. Of two fields with one
    /// name there, the second keeps its own. Null fields are left out: an attribute without a value says nothing.
    /// </summary>
    public static List<KeyValuePair<string, FieldValue>> Of(WeirEvent item)
    {
        List<KeyValuePair<string, FieldValue>> attributes = new(item.Fields.Count + 3);
        HashSet<string> names = new(StringComparer.Ordinal);
        Add("weir.id", FieldValue.Of(item.Id));
        Add("weir.kind", FieldValue.Of(item.Kind));
        if (item.Subject.Length > 0)
        {
            Add("weir.subject", FieldValue.Of(item.Subject));
        }

        foreach (EventField field in item.Fields)
        {
            if (field.Value.Kind != FieldKind.Null)
            {
                string name = SemanticNames.OpenTelemetry(field.Name);
                Add(names.Contains(name) ? field.Name : name, field.Value);
            }
        }

        return attributes;

        void Add(string name, FieldValue value) => attributes.Add(new(FlatJson.Unique(names, name), value));
    }

    /// <summary>Attributes of the resource of a service.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Resource(string service, IReadOnlyDictionary<string, string> others)
    {
        if (!others.ContainsKey("service.name"))
        {
            yield return new("service.name", service);
        }

        foreach (KeyValuePair<string, string> other in others.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            yield return other;
        }
    }
}
