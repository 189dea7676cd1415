using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>The bulk API of Elasticsearch and OpenSearch, strictly: lines, the last line feed, create by id, a type for each field, statuses per item.</summary>
public sealed class ElasticReceiver(TestCertificates? certificates = null) : HttpReceiver(certificates)
{
    private readonly Dictionary<string, JsonElement> _documents = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, JsonValueKind> _types = new(StringComparer.Ordinal);

    /// <summary>An API key that requests must have; null takes all.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The index or data stream there is; null makes any.</summary>
    public string? OnlyIndex { get; init; }

    /// <summary>The next request has room for so many items: the others are answered 429; 0 takes all.</summary>
    public int Room { get; set; }

    /// <summary>Items that were there already.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Ids in order of arrival.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (Gate)
            {
                return [.. _order];
            }
        }
    }

    /// <summary>A document.</summary>
    public JsonElement this[string id]
    {
        get
        {
            lock (Gate)
            {
                return _documents[id];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        if (ApiKey is { } key && request.Header("Authorization") != "ApiKey " + key)
        {
            return Error(401, "security_exception", "missing authentication credentials");
        }

        string[] path = request.Path.Split('/');
        if (request.Method != "POST" || path is not ["", var index, "_bulk"])
        {
            return Error(404, "no_handler", "no handler found for uri");
        }

        string type = request.Header("Content-Type");
        if (type is not ("application/x-ndjson" or "application/json"))
        {
            return Error(406, "content_type", $"Content-Type header [{type}] is not supported");
        }

        if (request.Body.IsEmpty || request.Body.Span[^1] != '\n')
        {
            return Error(400, "illegal_argument_exception", "The bulk request must be terminated by a newline [\\n]");
        }

        string[] lines = request.Text[..^1].Split('\n');
        if (lines.Length % 2 != 0)
        {
            return Error(400, "illegal_argument_exception", "Malformed action/metadata line");
        }

        return Bulk(index, lines);
    }

    private static Reply Error(int status, string type, string reason) =>
        new(status, string.Create(CultureInfo.InvariantCulture, $"{{\"error\":{{\"type\":\"{type}\",\"reason\":\"{reason}\"}},\"status\":{status}}}"));

    private Reply Bulk(string index, string[] lines)
    {
        StringBuilder items = new();
        bool errors = false;
        int room = Room;
        Room = 0;
        for (int i = 0; i < lines.Length; i += 2)
        {
            (int status, string error) = room > 0 && i / 2 >= room
                ? (429, Reason("es_rejected_execution_exception", "rejected execution of coordinating operation"))
                : Create(index, lines[i], lines[i + 1]);
            errors |= status > 299;
            items.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"create\":{{\"status\":{status}{error}}}}}");
        }

        return new Reply(200, $"{{\"errors\":{(errors ? "true" : "false")},\"items\":[{items}]}}");
    }

    private (int Status, string Error) Create(string index, string actionLine, string sourceLine)
    {
        if (OnlyIndex is { } only && index != only)
        {
            return (404, Reason("index_not_found_exception", $"no such index [{index}]"));
        }

        using JsonDocument action = JsonDocument.Parse(actionLine);
        if (!action.RootElement.TryGetProperty("create", out JsonElement create))
        {
            return (400, Reason("illegal_argument_exception", "only write ops with an op_type of create are allowed in data streams"));
        }

        string id = create.GetProperty("_id").GetString()!;
        if (_documents.ContainsKey(id))
        {
            Duplicates++;
            return (409, Reason("version_conflict_engine_exception", $"[{id}]: version conflict, document already exists (current version [1])"));
        }

        using JsonDocument source = JsonDocument.Parse(sourceLine);
        if (!source.RootElement.TryGetProperty("@timestamp", out JsonElement time) || !DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, out _))
        {
            return (400, Reason("document_parsing_exception", "data stream timestamp field [@timestamp] is missing"));
        }

        if (Mistyped("", source.RootElement) is { } field)
        {
            return (400, Reason("document_parsing_exception", $"failed to parse field [{field}]"));
        }

        Learn("", source.RootElement);
        _documents.Add(id, source.RootElement.Clone());
        _order.Add(id);
        return (201, "");
    }

    private static string Reason(string type, string reason) => $",\"error\":{{\"type\":\"{type}\",\"reason\":{JsonSerializer.Serialize(reason)}}}";

    /// <summary>A field's first value gives its type; an object is none, and a number, a flag and a text do not mix, but for a text where any is taken.</summary>
    private string? Mistyped(string path, JsonElement value)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string name = path + member.Name;
            JsonValueKind kind = Kind(member.Value);
            if (kind == JsonValueKind.Null)
            {
                continue;
            }

            if (_types.TryGetValue(name, out JsonValueKind known) && known != kind && known != JsonValueKind.String)
            {
                return name;
            }

            if (kind == JsonValueKind.Object && (known == JsonValueKind.String ? name : Mistyped(name + ".", member.Value)) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private void Learn(string path, JsonElement value)
    {
        foreach (JsonProperty member in value.EnumerateObject().Where(m => Kind(m.Value) != JsonValueKind.Null))
        {
            _types.TryAdd(path + member.Name, Kind(member.Value));
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Learn(path + member.Name + ".", member.Value);
            }
        }
    }

    private static JsonValueKind Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => JsonValueKind.True,
        JsonValueKind.Array => value.GetArrayLength() == 0 ? JsonValueKind.Null : Kind(value[0]),
        _ => value.ValueKind,
    };
}
